import Glibc
import Synchronization
import Upgrade

/// Folders of the data folder that files are put into, made where they are missing, and looked at before each use.
///
/// Files can be put into a folder by renaming, and will be found there, when it lies within the real `notes` or `media`, for
/// the readers follow no link out of them; when it is on the same disk, and may be written to. Where a path without links leads
/// is known again by the folders on it: to resolve it once more would cost twice as many system calls.
final class WritableFolders: Sendable {
    let dataPath: String
    private let known = Mutex<[String: [FileStatus.Identity]]>([:])

    init(dataPath: String) {
        self.dataPath = dataPath
    }

    /// Makes the folder of a relative path, durably, if it is not there, and makes sure that a file can be put there.
    ///
    /// - Throws: `SystemCallError`: `EACCES` where it may not, `EXDEV` where it is on another disk.
    func prepare(for path: String) throws {
        let folder = DurableFile.folder(of: path)
        do {
            try check(folder)
        } catch let error as SystemCallError where error.code == ENOENT {
            try create(folder)
            try check(folder)
        }
    }

    /// Makes sure that a file can be taken out of the folder of a relative path. There is nothing to be taken out of one that is
    /// not there.
    ///
    /// - Throws: as ``prepare(for:)``.
    func prepareRemoval(of path: String) throws {
        do {
            try check(DurableFile.folder(of: path))
        } catch let error as SystemCallError where error.code == ENOENT {
        }
    }

    private func check(_ folder: String) throws {
        let absolute = "\(dataPath)/\(folder)"
        // To be synced it must be readable, too.
        guard access(absolute, R_OK | W_OK | X_OK) == 0 else { throw SystemCallError("write into", absolute) }
        let identities = identities(on: folder)
        if let identities, known.withLock({ $0[folder] }) == identities { return }
        let root = ContainedFolder(path: "\(dataPath)/\(folder.prefix { $0 != "/" })")
        guard let root = root.place, let place = ContainedFolder(path: absolute).place, root.contains(place) else {
            throw SystemCallError("write into", absolute, code: EACCES)
        }
        guard place.device == root.device else { throw SystemCallError("write into", absolute, code: EXDEV) }
        // Nobody has put another in its place meanwhile.
        guard let identities, self.identities(on: folder) == identities else { return }
        known.withLock { known in
            // A site of many years has more months than are written to.
            if known.count >= 100 { known = [:] }
            known[folder] = identities
        }
    }

    /// The folders on a path, the first of which may be a link; nil when another is.
    private func identities(on folder: String) -> [FileStatus.Identity]? {
        var path = dataPath
        var identities: [FileStatus.Identity] = []
        for name in folder.split(separator: "/") {
            path += "/\(name)"
            var status = stat()
            guard (identities.isEmpty ? stat(path, &status) : lstat(path, &status)) == 0,
                status.st_mode & S_IFMT == S_IFDIR
            else { return nil }
            identities.append(FileStatus.Identity(device: status.st_dev, file: status.st_ino))
        }
        return identities
    }

    private func create(_ folder: String) throws {
        var current = dataPath
        for name in folder.split(separator: "/") {
            current += "/\(name)"
            try DurableFile.createFolder(current)
        }
    }
}
