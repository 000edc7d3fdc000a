import Crypto
package import Foundation
import Glibc
import Upgrade

/// A file on its way in: received into the folder of its request, from where it goes with this value.
package final class MediaUpload {
    /// The largest upload, in bytes.
    package static let maximumBytes = 50 << 20
    /// The same for people: `50 MB`.
    package static let maximumSize = "\(maximumBytes >> 20) MB"
    /// How many bytes are written in one go: a change of thread for each piece that the network brings would cost more than
    /// writing it.
    private static let batchBytes = 256 << 10

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
    /// Bytes received and not written yet.
    private var waiting: [UInt8] = []

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
        if let file { close(file) }
        let path = path
        // The folder is held until the file has gone, and so goes after it.
        BlockingWork.start { [place] in withExtendedLifetime(place) { _ = unlink(path) } }
    }

    /// The folder, relative to the data folder: `media/.tmp/NAME`.
    var folder: String { place.path }

    /// The path of the received file.
    var path: String { "\(place.absolutePath)/\(name).upload" }

    /// Leaves what was made of the upload where it is: a committed change still needs it.
    func keep() { place.keep() }

    /// Adds bytes at the end, unless the upload is finished.
    ///
    /// - Throws: ``PublishingError/tooLarge`` beyond ``maximumBytes``, `SystemCallError` when the disk takes
    ///   no more.
    package func append(_ bytes: ArraySlice<UInt8>) async throws {
        guard file != nil else { return }
        byteCount += bytes.count
        guard byteCount <= Self.maximumBytes else {
            throw PublishingError.tooLarge
        }
        waiting += bytes
        if waiting.count >= Self.batchBytes { try await write() }
    }

    /// Writes what waits.
    private func write() async throws {
        guard let file, !waiting.isEmpty else { return }
        let (bytes, path) = (waiting, path)
        waiting = []
        hasher = try await BlockingWork.run { [hasher] in
            try DurableFile.append(bytes, to: file, at: path)
            var hasher = hasher
            hasher.update(data: bytes)
            return hasher
        }
    }

    /// Takes note that all has been received, and closes the file.
    ///
    /// - Throws: `SystemCallError` when the disk does not take the rest.
    package func finish() async throws {
        try await write()
        if let file { close(file) }
        file = nil
    }

    /// The SHA-256 of the bytes received, in hexadecimal digits, once the upload is finished.
    package var digest: String { ContentHash(hasher.finalize()).hex }
}
