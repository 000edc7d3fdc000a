import Foundation
import TestSupport

/// A part of a multipart/form-data body.
struct Part: Sendable {
    let name: String
    let fileName: String?
    let type: String?
    let bytes: [UInt8]

    /// A field of text.
    init(_ name: String, _ text: String) {
        (self.name, fileName, type, bytes) = (name, nil, nil, Array(text.utf8))
    }

    /// A file.
    init(_ name: String, file: String, type: String, bytes: [UInt8]) {
        (self.name, fileName, self.type, self.bytes) = (name, file, type, bytes)
    }

    /// A file without a name.
    init(_ name: String, type: String, bytes: [UInt8]) {
        (self.name, fileName, self.type, self.bytes) = (name, nil, type, bytes)
    }

    /// A picture of the fixtures under its own name.
    init(_ name: String, _ picture: Picture) throws {
        self.init(name, file: picture.rawValue, type: picture.type, bytes: try picture.bytes)
    }

    static let boundary = "----starpunk7MA4YWxkTrZu0gW"

    /// The body that the parts make, with its last boundary.
    static func body(_ parts: [Part]) -> [UInt8] {
        parts.flatMap { $0.opening + $0.bytes + Array("\r\n".utf8) } + Array("--\(boundary)--\r\n".utf8)
    }

    /// The bytes before its content.
    var opening: [UInt8] {
        var head = "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\""
        if let fileName { head += "; filename=\"\(fileName)\"" }
        if let type { head += "\r\nContent-Type: \(type)" }
        return Array((head + "\r\n\r\n").utf8)
    }
}

/// The small pictures in Tests/Fixtures/images, named as those of the micropub.rocks tests.
enum Picture: String, CaseIterable, Sendable, CustomStringConvertible {
    case sunset = "sunset.jpg"
    case city = "city-at-night.jpg"
    case logo = "micropub-rocks.png"
    case group = "w3c-socialwg.gif"
    /// With an EXIF block that says where it was taken, by whom, and with what.
    case withPosition = "walk-with-position.jpg"

    var description: String { rawValue }

    var type: String {
        switch self {
        case .sunset, .city, .withPosition: "image/jpeg"
        case .logo: "image/png"
        case .group: "image/gif"
        }
    }

    var bytes: [UInt8] {
        get throws {
            Array(try Data(contentsOf: URL(filePath: Repository.root + "/Tests/Fixtures/images/" + rawValue)))
        }
    }
}
