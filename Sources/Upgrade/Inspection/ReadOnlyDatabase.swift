import Foundation
import GRDB
import Glibc

/// Reads a database without leaving a trace on it.
enum ReadOnlyDatabase {
    /// Runs `body` in one read transaction.
    ///
    /// A database that a read-only connection cannot open as it lies (a hot rollback journal wants to be rolled back, a
    /// write-ahead log in a folder that cannot be written wants a shared-memory file) is copied with its siblings, and
    /// the copy is read.
    static func read<T>(_ file: DatabaseFile, _ body: (Database) throws -> T) throws -> T {
        do {
            return try read(path: file.path, readOnly: true, body)
        } catch let error as DatabaseError where needsCopy(error) {
            return try TemporaryCopy.with(file) { copy in
                try read(path: copy.path, readOnly: false, body)
            }
        }
    }

    private static func read<T>(path: String, readOnly: Bool, _ body: (Database) throws -> T) throws -> T {
        let queue = try DatabaseQueue(path: path, configuration: .upgrade(readOnly: readOnly))
        let result = try queue.inDatabase { db in
            var result: T?
            try db.inTransaction(.deferred) {
                // A transaction sees the moment of its first read, not of its beginning.
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
                result = try body(db)
                return .rollback
            }
            return result
        }
        try queue.close()
        guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return result
    }

    private static func needsCopy(_ error: DatabaseError) -> Bool {
        switch error.extendedResultCode {
        case .SQLITE_READONLY_ROLLBACK, .SQLITE_READONLY_RECOVERY, .SQLITE_READONLY_CANTINIT, .SQLITE_READONLY_CANTLOCK,
            .SQLITE_READONLY_DIRECTORY, .SQLITE_READONLY, .SQLITE_CANTOPEN:
            true
        default:
            false
        }
    }
}

/// A database copied aside, siblings and all, and removed afterwards.
enum TemporaryCopy {
    /// Copies the files as they lie, which is right only while nobody writes to them.
    static func with<T>(_ file: DatabaseFile, _ body: (DatabaseFile) throws -> T) throws -> T {
        try withFolder(near: file) { folder in
            let copy = DatabaseFile(path: folder + "/" + file.name)
            for (source, target) in zip(file.allFiles, copy.allFiles)
            where source != file.sharedMemory && DatabaseFile.size(of: source) != nil {
                try DurableFile.copy(source, to: target)
            }
            return try body(copy)
        }
    }

    /// Removes copies whose makers were killed: nobody holds the lock on such a folder any more.
    private static func sweep(_ parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let folder = (parent as NSString).appendingPathComponent(name)
            var status = stat()
            // A folder as young as this may belong to a process that has yet to lock it.
            guard stat(folder, &status) == 0, time(nil) - status.st_mtim.tv_sec > 60 else { continue }
            let mark = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard mark >= 0 else { continue }
            defer { close(mark) }
            if flock(mark, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: folder) }
        }
    }

    private static let prefix = ".upgrade-copy-"

    /// A folder that only its owner can read: beside the database, where there is room for it, or else where the system
    /// keeps temporary files.
    static func withFolder<T>(near file: DatabaseFile, _ body: (String) throws -> T) throws -> T {
        var failure = SystemCallError("create a folder beside", file.path)
        for parent in [file.folder, NSTemporaryDirectory()] {
            // mkdtemp(3) wants its name to end in six X, which it replaces.
            var template = Array((parent as NSString).appendingPathComponent(prefix + "XXXXXX").utf8CString)
            guard let made = mkdtemp(&template) else {
                failure = SystemCallError("create a folder in", parent)
                continue
            }
            let folder = String(cString: made)
            let mark = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            flock(mark, LOCK_EX | LOCK_NB)
            defer {
                try? FileManager.default.removeItem(atPath: folder)
                close(mark)
            }
            sweep(parent)
            return try body(folder)
        }
        throw failure
    }
}
