import Foundation
import Glibc
import TestSupport
import Testing

@testable import Upgrade

@Suite("Locks between processes")
struct ProcessLockTests {
    private let folder: TemporaryFolder
    private var path: String { folder("starpunk.db.lock") }

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a lock that is held alone keeps all others away, and is free afterwards")
    func exclusive() throws {
        var lock = try ProcessLock.attempt(.exclusive, path: path, purpose: "one")
        #expect(lock != nil)
        #expect(try ProcessLock.attempt(.exclusive, path: path, purpose: "two") == nil)
        #expect(try ProcessLock.attempt(.shared, path: path, purpose: "two") == nil)
        #expect(ProcessLock.holder(path: path) == "one (process \(getpid()))")
        lock = nil
        #expect(try ProcessLock.attempt(.exclusive, path: path, purpose: "two") != nil)
    }

    @Test("a lock is free at once, also where a child process that runs no program yet shares its file")
    func inheritedDescriptor() throws {
        var lock = try ProcessLock.attempt(.exclusive, path: path, purpose: "one")
        #expect(lock != nil)
        // Such a child shares the open file description, as a duplicate does.
        let duplicate = dup(try descriptor(of: path))
        defer { close(duplicate) }
        lock = nil
        #expect(try ProcessLock.attempt(.shared, path: path, purpose: "two") != nil)
    }

    /// The descriptor under which this process has a file open.
    private func descriptor(of path: String) throws -> Int32 {
        let files = FileManager.default
        let wanted = URL(filePath: path).resolvingSymlinksInPath().path
        let names = try files.contentsOfDirectory(atPath: "/proc/self/fd")
        let name = names.first { (try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == wanted }
        return try #require(name.flatMap { Int32($0) })
    }
}
