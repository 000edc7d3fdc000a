package import Foundation
import Glibc
import Synchronization
import Upgrade

/// Where the files of one request are received: a folder of its own in `media/.tmp`, which goes with this value.
///
/// The folder is locked (flock(2)) as long as its owner lives, so that a later start can tell what was left behind. One
/// descriptor does for all files of the request: whoever sends it may be anybody.
package final class UploadFolder: Sendable {
    /// The folder, relative to the data folder: `media/.tmp/NAME`.
    let path: String
    let absolutePath: String
    private let lock: Int32
    private let isKept = Mutex(false)

    /// A new folder.
    ///
    /// - Parameters:
    ///   - dataPath: the data folder.
    ///   - id: its name, which no other has.
    /// - Throws: `SystemCallError` when it cannot be made.
    package init(dataPath: String, id: UUID) async throws {
        let path = "\(Self.root)/\(id.uuidString.lowercased())"
        let absolutePath = "\(dataPath)/\(path)"
        lock = try await BlockingWork.run {
            try WritableFolders(dataPath: dataPath).prepare(for: path)
            return try Self.makeLocked(absolutePath)
        }
        (self.path, self.absolutePath) = (path, absolutePath)
    }

    deinit {
        let (absolutePath, lock) = (isKept.withLock { $0 } ? nil : absolutePath, lock)
        BlockingWork.start {
            // Before the lock goes, lest a sweep come across it.
            if let absolutePath { try? FileManager.default.removeItem(atPath: absolutePath) }
            close(lock)
        }
    }

    /// Leaves the folder where it is: a committed change still needs what is in it.
    func keep() { isKept.withLock { $0 = true } }

    /// Makes a folder and locks it.
    ///
    /// The sweep of another process that starts may come between the two and remove it. Then the lock is one of a folder
    /// that nobody finds any more, and another is made; a sweep looks for folders once, so that this ends soon.
    ///
    /// - Returns: the descriptor that holds the lock.
    private static func makeLocked(_ path: String) throws -> Int32 {
        while true {
            try DurableFile.createFolder(path)
            let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if lock < 0, errno == ENOENT { continue }
            guard lock >= 0 else { throw SystemCallError("open", path) }
            while flock(lock, LOCK_SH) != 0 {
                guard errno == EINTR else {
                    let error = SystemCallError("lock", path)
                    close(lock)
                    throw error
                }
            }
            if isStillThere(lock) { return lock }
            close(lock)
        }
    }

    private static func isStillThere(_ folder: Int32) -> Bool {
        var status = stat()
        return fstat(folder, &status) == 0 && status.st_nlink > 0
    }

    private static let root = "media/.tmp"

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
