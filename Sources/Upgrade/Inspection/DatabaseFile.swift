import Foundation
import Glibc

/// Where a database and everything that belongs to it lies.
public struct DatabaseFile: Sendable {
    /// The main file.
    public let path: String

    /// A path that is a symbolic link stands for the file that it leads to: there SQLite keeps the log and the journal, and
    /// two names of one database must have one lock.
    public init(path: String) {
        guard let resolved = realpath(path, nil) else {
            self.path = path
            return
        }
        defer { free(resolved) }
        var status = stat()
        let isLink = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
        self.path = isLink ? String(cString: resolved) : path
    }

    /// The folder that holds it.
    public var folder: String { DurableFile.folder(of: path) }
    /// The main file's name.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    var writeAheadLog: String { path + "-wal" }
    var sharedMemory: String { path + "-shm" }
    var rollbackJournal: String { path + "-journal" }
    /// Held by whoever upgrades or restores the database.
    public var workLock: String { path + ".lock" }
    /// Shared by the servers that have it open.
    public var servingLock: String { path + ".serving" }

    /// All files that together are the database, https://www.sqlite.org/tempfiles.html.
    var allFiles: [String] { [path, writeAheadLog, sharedMemory, rollbackJournal] }

    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Bytes of the main file and its write-ahead log.
    public var bytes: Int { (Self.size(of: path) ?? 0) + (Self.size(of: writeAheadLog) ?? 0) }
}

/// What the first bytes of the main file tell, without SQLite.
///
/// To be read only while this process has no connection to the file: closing any descriptor of it would drop SQLite's
/// locks (https://www.sqlite.org/howtocorrupt.html, section 2.2).
enum DatabaseHeader {
    case missing
    case empty
    case notSQLite
    case truncated(expected: Int, found: Int)
    case plausible

    init(of file: DatabaseFile) throws {
        var status = stat()
        guard stat(file.path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw SystemCallError("look at", file.path) }
            self = .missing
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw UpgradeError(
                .inputOutput,
                "\(file.path) is not a file.",
                next: "move it away or correct DATA_PATH, then look again with db status."
            )
        }
        let size = Int(status.st_size)
        guard size > 0 else {
            self = .empty
            return
        }
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError("open", file.path) }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = pread(descriptor, &header, 100, 0)
        guard count >= 0 else { throw SystemCallError("read", file.path) }
        self = Self.judging(header, count: count, size: size, isAlone: Self.isAlone(file))
    }

    /// True without a log or journal beside the file, which could still complete it.
    private static func isAlone(_ file: DatabaseFile) -> Bool {
        (DatabaseFile.size(of: file.writeAheadLog) ?? 0) == 0 && (DatabaseFile.size(of: file.rollbackJournal) ?? 0) == 0
    }

    /// Offsets as in https://www.sqlite.org/fileformat2.html#the_database_header.
    private static func judging(_ header: [UInt8], count: Int, size: Int, isAlone: Bool) -> DatabaseHeader {
        let magic = Array("SQLite format 3\0".utf8)
        guard header.starts(with: magic.prefix(count)) else { return .notSQLite }
        guard count == 100 else { return .truncated(expected: 512, found: size) }
        func number(at offset: Int, bytes: Int) -> Int {
            header[offset..<(offset + bytes)].reduce(0) { $0 << 8 | Int($1) }
        }
        let pageSize = number(at: 16, bytes: 2) == 1 ? 65536 : number(at: 16, bytes: 2)
        let expected = pageSize * number(at: 28, bytes: 4)
        let isCountValid = number(at: 24, bytes: 4) == number(at: 92, bytes: 4)
        return isAlone && isCountValid && size < expected ? .truncated(expected: expected, found: size) : .plausible
    }
}
