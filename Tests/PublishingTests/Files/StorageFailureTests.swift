import Foundation
import GRDB
import Publishing
import Testing
import Upgrade

@Suite("StorageFailure")
struct StorageFailureTests {
    @Test(
        "what the system says about the disk",
        arguments: [
            (ENOSPC, .full), (EDQUOT, .full), (EFBIG, .full), (EACCES, .forbidden), (EROFS, .readOnly),
            (EPERM, .forbidden),
            (EIO, .broken), (ENOENT, nil), (EEXIST, nil),
        ] as [(Int32, DiskFault?)]
    )
    func systemCall(code: Int32, kind: DiskFault?) {
        #expect(StorageFailure(SystemCallError("write", "/data/notes/a.md", code: code))?.kind == kind)
    }

    @Test(
        "what SQLite says about it",
        arguments: [
            (.SQLITE_FULL, .full), (.SQLITE_READONLY_DBMOVED, .forbidden), (.SQLITE_IOERR_WRITE, .broken),
            (.SQLITE_BUSY, nil), (.SQLITE_CONSTRAINT, nil),
        ] as [(ResultCode, DiskFault?)]
    )
    func sqlite(code: ResultCode, kind: DiskFault?) {
        #expect(StorageFailure(DatabaseError(resultCode: code))?.kind == kind)
    }

    @Test("the sentence names no path")
    func sentence() throws {
        let failure = try #require(StorageFailure(SystemCallError("write", "/data/notes/a.md", code: ENOSPC)))
        #expect(failure.description == "The disk of the server is full, so this could not be stored.")
        #expect(failure.advice == "Free space on the disk of the data folder.")
    }

    @Test("a disk with room is no failure, and a folder that is not there is none of the disk")
    func dataFolder() {
        #expect(StorageFailure(ofDataFolder: FileManager.default.temporaryDirectory.path) == nil)
        #expect(StorageFailure(ofDataFolder: "/nowhere/at/all") == nil)
    }
}
