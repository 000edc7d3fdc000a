import Crypto
package import Foundation
import Glibc
import IndieWeb
import Upgrade

/// A file on its way in: received into the folder of its request, from where it goes with this value.
package final class MediaUpload {
    /// The largest upload, in bytes.
    package static let maximumBytes = 50 << 20

    /// What names the upload and everything that is made of it.
    let name: String
    /// The name that the file had where it came from, for people.
    package let originalName: String
    /// Bytes received so far.
    package private(set) var byteCount = 0

    private let place: UploadFolder
    /// Nil once all has been received: while others are, it needs no descriptor.
    private var file: Int32?
    private var hasher = SHA256()

    /// An empty upload.
    ///
    /// - Parameters:
    ///   - folder: where it is received, with the other files of the request.
    ///   - id: 128 random bits, in hexadecimal digits and hyphens: nobody can guess where the file will be.
    ///   - originalName: what the client calls the file; never used as a path.
    /// - Throws: `SystemCallError` when the file cannot be made.
    package init(in folder: UploadFolder, id: UUID, originalName: String?) throws {
        name = id.uuidString.lowercased()
        place = folder
        self.originalName = String((originalName ?? "").filter { !$0.isNewline }.prefix(200))
        let path = "\(folder.absolutePath)/\(name).upload"
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemCallError("create", path) }
        self.file = file
    }

    deinit {
        finish()
        unlink(path)
    }

    /// The folder, relative to the data folder: `media/.tmp/NAME`.
    var folder: String { place.path }

    /// The path of the received file.
    var path: String { "\(place.absolutePath)/\(name).upload" }

    /// Leaves what was made of the upload where it is: a committed change still needs it.
    func keep() { place.keep() }

    /// Adds bytes at the end, unless the upload is finished.
    ///
    /// - Throws: `MicropubError` of the kind `payloadTooLarge` beyond ``maximumBytes``.
    package func append(_ bytes: ArraySlice<UInt8>) throws {
        guard let file else { return }
        byteCount += bytes.count
        guard byteCount <= Self.maximumBytes else {
            throw MicropubError(.payloadTooLarge, "The file is larger than \(Self.maximumBytes >> 20) MB.")
        }
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw SystemCallError("write", path) }
            rest = rest.dropFirst(written)
        }
    }

    /// Takes note that all has been received, and closes the file.
    package func finish() {
        if let file { close(file) }
        file = nil
    }

    /// The SHA-256 of the bytes received, in hexadecimal digits.
    package var digest: String { ContentHash(hasher.finalize()).hex }
}
