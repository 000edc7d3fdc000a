import Crypto
package import Foundation
import Glibc
import IndieWeb
import Upgrade

/// A file on its way in: received into a folder of its own in `media/.tmp`, which goes with this value.
///
/// The folder is locked (flock(2)) as long as its owner lives, so that a later start can tell what was left behind.
package final class MediaUpload {
    /// The largest upload, in bytes.
    package static let maximumBytes = 50 << 20

    /// What names the upload and everything that is made of it.
    let name: String
    /// The folder, relative to the data folder: `media/.tmp/NAME`.
    let folder: String
    /// The name that the file had where it came from, for people.
    package let originalName: String
    /// The path of the received file.
    var path: String { "\(absoluteFolder)/upload" }
    /// Bytes received so far.
    package private(set) var byteCount = 0

    private var isKept = false
    private let absoluteFolder: String
    private let lock: Int32
    private let file: Int32
    private var hasher = SHA256()

    /// An empty upload.
    ///
    /// - Parameters:
    ///   - dataPath: the data folder.
    ///   - id: 128 random bits, in hexadecimal digits and hyphens: nobody can guess where the file will be.
    ///   - originalName: what the client calls the file; never used as a path.
    /// - Throws: `SystemCallError` when the folder cannot be made.
    package init(dataPath: String, id: UUID, originalName: String?) throws {
        name = id.uuidString.lowercased()
        self.originalName = String((originalName ?? "").filter { !$0.isNewline }.prefix(200))
        folder = "\(Self.root)/\(name)"
        absoluteFolder = "\(dataPath)/\(folder)"
        try FileTransaction.createFolders(for: "\(folder)/upload", in: dataPath)
        lock = open(absoluteFolder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0 else { throw SystemCallError("open", absoluteFolder) }
        flock(lock, LOCK_SH)
        file = open("\(absoluteFolder)/upload", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let error = SystemCallError("create", "\(absoluteFolder)/upload")
            close(lock)
            throw error
        }
    }

    /// Leaves the folder where it is: a committed change still needs what is in it.
    func keep() { isKept = true }

    deinit {
        close(file)
        if isKept {
            close(lock)
            return
        }
        try? FileManager.default.removeItem(atPath: absoluteFolder)
        close(lock)
    }

    /// Adds bytes at the end.
    ///
    /// - Throws: `MicropubError` of the kind `payloadTooLarge` beyond ``maximumBytes``.
    package func append(_ bytes: ArraySlice<UInt8>) throws {
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

    /// The SHA-256 of the bytes received, in hexadecimal digits.
    package var digest: String { ContentHash(hasher.finalize()).hex }

    static let root = "media/.tmp"

    /// Removes what earlier processes left behind.
    ///
    /// `staged` are the paths of files, relative to the data folder, that a committed change still needs.
    static func sweep(dataPath: String, except staged: [String]) {
        let needed = Set(staged.compactMap { $0.split(separator: "/").dropLast().last.map(String.init) })
        let root = "\(dataPath)/\(root)"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] where !needed.contains(name) {
            let folder = open("\(root)/\(name)", O_RDONLY | O_CLOEXEC)
            guard folder >= 0 else { continue }
            if flock(folder, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: "\(root)/\(name)") }
            close(folder)
        }
    }
}
