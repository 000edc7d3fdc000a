import Foundation
import Hummingbird
import IndieWeb
import NIOCore
import Publishing

/// The body of a request to a Micropub endpoint, in one of the three forms that it may have (Micropub, section 3.1).
enum MicropubBody {
    case json(JSONValue, bytes: [UInt8])
    case form(FormURLEncoded, uploads: [(property: String, file: MediaUpload)])

    /// The largest body without files, in bytes: far more than any post, far less than memory.
    static let maximumBytes = 2 << 20
    /// The largest body with files, in bytes: four of the largest.
    static let maximumBytesWithFiles = 4 * MediaUpload.maximumBytes + maximumBytes

    /// The largest files, in bytes, of somebody whose token has not come yet: it may follow them.
    static let maximumBytesOfStrangers = 8 << 20

    /// What a body is to be, told by its `Content-Type`.
    enum Form: Equatable {
        case json
        case urlEncoded
        case multipart(boundary: String)

        /// - Throws: `MicropubError` of the kind `unsupportedType`.
        init(_ headers: HTTPFields) throws(MicropubError) {
            let type = headers[.contentType].flatMap { MediaType($0) }
            switch type?.essence {
            case "application/json": self = .json
            case "application/x-www-form-urlencoded": self = .urlEncoded
            case "multipart/form-data":
                guard let boundary = type?.boundary else {
                    throw .invalidRequest("The Content-Type names no boundary.")
                }
                self = .multipart(boundary: boundary)
            default:
                throw MicropubError(
                    .unsupportedType,
                    "The body must be a form (application/x-www-form-urlencoded or multipart/form-data) or JSON."
                )
            }
        }
    }

    /// The values of `access_token`, which a form may have (RFC 6750, section 2.2) and JSON may not.
    var tokens: [String] {
        if case .form(let form, _) = self { form.all("access_token") } else { [] }
    }

    /// The bytes that tell one request from another.
    var fingerprint: [UInt8] {
        switch self {
        case .json(_, let bytes): return bytes
        case .form(let form, let uploads):
            let fields = form.pairs.map { "\($0.name.utf8.count) \($0.name)=\($0.value.utf8.count) \($0.value)" }
            let files = uploads.map { "\($0.property) \($0.file.digest)" }
            return Array((fields + files).joined(separator: "\n").utf8)
        }
    }
}

extension MicropubBody {
    /// Reads a body.
    ///
    /// - Parameters:
    ///   - request: what was sent.
    ///   - form: what it is to be.
    ///   - dataPath: the data folder, where files are received.
    ///   - mayUpload: asked before a file is received, with the tokens that came before it; false where there is none.
    /// - Returns: the body, its files on the disk.
    /// - Throws: `MicropubError`: malformed, too large, or what `mayUpload` throws.
    static func read(
        _ request: Request,
        as form: Form,
        dataPath: String,
        mayUpload: ([String]) async throws -> Bool
    ) async throws -> MicropubBody {
        switch form {
        case .json:
            let bytes = try await collect(request)
            do {
                return .json(try JSONValue(parsing: bytes), bytes: bytes)
            } catch {
                throw MicropubError.invalidRequest(error.description)
            }
        case .urlEncoded:
            do {
                return .form(try FormURLEncoded(parsing: try await collect(request)), uploads: [])
            } catch let fault as FormURLEncoded.Fault {
                throw MicropubError.invalidRequest("The form cannot be read: \(fault).")
            }
        case .multipart(let boundary):
            do {
                var reader = try MultipartReader(boundary: boundary, dataPath: dataPath)
                for try await piece in request.body {
                    try await reader.feed(Array(piece.readableBytesView)[...], mayUpload: mayUpload)
                }
                return try reader.finish()
            } catch let error as MultipartError {
                throw error.isTooLarge
                    ? MicropubError(.payloadTooLarge, error.description) : .invalidRequest(error.description)
            }
        }
    }

    private static func collect(_ request: Request) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= maximumBytes else {
                throw MicropubError(.payloadTooLarge, "The body is larger than \(maximumBytes >> 20) MB.")
            }
            bytes += piece.readableBytesView
        }
        return bytes
    }
}

/// Receives a form in parts: texts in memory, files on the disk.
private struct MultipartReader {
    private var parser: MultipartParser
    private let dataPath: String
    private var fields: [FormURLEncoded.Pair] = []
    private var uploads: [(property: String, file: MediaUpload)] = []
    private var name = ""
    private var text: [UInt8] = []
    private var textBytes = 0
    private var file: MediaUpload?
    private var isStranger = true
    private var fileBytes = 0

    init(boundary: String, dataPath: String) throws {
        var limits = MultipartParser.Limits()
        limits.totalBytes = MicropubBody.maximumBytesWithFiles
        parser = try MultipartParser(boundary: boundary, limits: limits)
        self.dataPath = dataPath
    }

    mutating func feed(_ bytes: ArraySlice<UInt8>, mayUpload: ([String]) async throws -> Bool) async throws {
        for event in try parser.feed(bytes) {
            switch event {
            case .partBegan(let part):
                name = part.name
                // A browser sends a file field that nobody filled as a file without a name.
                guard let fileName = part.fileName else { continue }
                if isStranger {
                    isStranger = try await !mayUpload(fields.filter { $0.name == "access_token" }.map(\.value))
                }
                file = try MediaUpload(dataPath: dataPath, id: UUID(), originalName: fileName)
            case .bytes(let bytes):
                if let file {
                    fileBytes += bytes.count
                    guard !isStranger || fileBytes <= MicropubBody.maximumBytesOfStrangers else {
                        throw MicropubError(.unauthorized, "The access token must come before a file of this size.")
                    }
                    try file.append(bytes)
                } else {
                    textBytes += bytes.count
                    guard textBytes <= MicropubBody.maximumBytes else {
                        throw MicropubError(.payloadTooLarge, "The fields are too long.")
                    }
                    text += bytes
                }
            case .partEnded:
                try endPart()
            }
        }
    }

    private mutating func endPart() throws {
        defer { (text, file) = ([], nil) }
        if let file {
            if !(file.byteCount == 0 && file.originalName.isEmpty) { uploads.append((name, file)) }
            return
        }
        guard let value = String(validating: text, as: UTF8.self) else {
            throw MicropubError.invalidRequest("The field \(name.prefix(64)) is not UTF-8.")
        }
        guard !value.utf8.contains(0) else {
            throw MicropubError.invalidRequest("The field \(name.prefix(64)) has a NUL character.")
        }
        fields.append(FormURLEncoded.Pair(name: name, value: value))
    }

    mutating func finish() throws -> MicropubBody {
        try parser.finish()
        return .form(FormURLEncoded(fields), uploads: uploads)
    }
}
