import Glibc
import Synchronization
import Upgrade

/// Folders of the data folder that files are put into, made where they are missing, and looked at before each use.
///
/// Files can be put into a folder by renaming, and will be found there, when it lies within the real `notes` or `media`, for
/// the readers follow no link out of them; when it is on the same disk, and may be written to. A folder for which that has
/// been seen is known again by its file: resolving it once more would cost several system calls.
final class WritableFolders: Sendable {
    let dataPath: String
    private let known = Mutex<[String: Identity]>([:])

    /// Which folder a path led to, and who could write to it.
    private struct Identity: Equatable {
        private let device: dev_t
        private let file: ino_t
        private let mode: mode_t
        private let owner: uid_t
        private let group: gid_t

        init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (device, file, mode) = (status.st_dev, status.st_ino, status.st_mode)
            (owner, group) = (status.st_uid, status.st_gid)
        }
    }

    init(dataPath: String) {
        self.dataPath = dataPath
    }

    /// Makes the folder of a relative path, durably, if it is not there, and makes sure that a file can be put there.
    ///
    /// - Throws: `SystemCallError`: `EACCES` where it may not, `EXDEV` where it is on another disk.
    func prepare(for path: String) throws {
        let folder = DurableFile.folder(of: path)
        let identity = Identity(of: "\(dataPath)/\(folder)")
        if let identity, known.withLock({ $0[folder] }) == identity { return }
        if identity == nil { try create(folder) }
        try check("\(dataPath)/\(folder)", within: "\(dataPath)/\(folder.prefix { $0 != "/" })")
        known.withLock { known in
            // A site of many years has more months than are written to.
            if known.count >= 100 { known = [:] }
            known[folder] = Identity(of: "\(dataPath)/\(folder)")
        }
    }

    private func check(_ folder: String, within root: String) throws {
        guard let root = ContainedFolder(path: root).place, let place = ContainedFolder(path: folder).place,
            root.contains(place), access(folder, W_OK) == 0
        else { throw SystemCallError("write into", folder, code: EACCES) }
        guard place.device == root.device else { throw SystemCallError("write into", folder, code: EXDEV) }
    }

    private func create(_ folder: String) throws {
        var current = dataPath
        for name in folder.split(separator: "/") {
            current += "/\(name)"
            try DurableFile.createFolder(current)
        }
    }
}
