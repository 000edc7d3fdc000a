import Foundation
import GRDB
import Testing

@testable import Publishing

@Suite("The list of changes of files")
struct FileChangesTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
        try site.database.write { db in
            _ = try FileChanges.record(.write("one"), of: "notes/a.md", was: nil, in: db)
            _ = try FileChanges.record(.write("two"), of: "notes/a.md", was: ContentHash("one"), in: db)
            _ = try FileChanges.record(.write("gone"), of: "notes/b.md", was: nil, in: db)
            _ = try FileChanges.record(.removal, of: "notes/b.md", was: ContentHash("gone"), in: db)
            _ = try FileChanges.record(.move(from: "media/.tmp/1/x"), of: "media/x.jpg", was: nil, in: db)
        }
    }

    private func read<T>(_ read: (Database) throws -> T) throws -> T { try site.database.read(read) }

    @Test("what is written down is read again, in its order")
    func rows() throws {
        let changes = try read(FileChanges.all)
        #expect(changes.map(\.path) == ["notes/a.md", "notes/a.md", "notes/b.md", "notes/b.md", "media/x.jpg"])
        #expect(changes.map(\.content) == [Data("one".utf8), Data("two".utf8), Data("gone".utf8), nil, nil])
        #expect(changes.map(\.oldHash) == [nil, ContentHash("one").hex, nil, ContentHash("gone").hex, nil])
        #expect(Array(changes[0...1]).knownHashes == [ContentHash("one").hex, ContentHash("two").hex])
    }

    @Test("the ends are those of the rows that are left")
    func ends() throws {
        let ids = try read(FileChanges.all).map(\.id)
        #expect(try read(FileChanges.ends) == ids[0]...ids[4])
        try site.database.write { try FileChanges.remove([ids[0], ids[2], ids[4]], in: $0) }
        #expect(try read(FileChanges.ends) == ids[1]...ids[3])
        try site.database.write { try FileChanges.remove([ids[1], ids[3]], in: $0) }
        #expect(try read(FileChanges.ends) == nil)
    }

    @Test("a file is asked for by its path, and what is to come of all files by its kind")
    func selections() throws {
        #expect(try read { try FileChanges.writes(to: "notes/a.md", in: $0).map(\.content?.count) } == [3, 3])
        #expect(try read { try FileChanges.writes(to: "media/x.jpg", in: $0).isEmpty })
        #expect(try read(FileChanges.latestContents) == [Data("two".utf8)])
        #expect(try read { try FileChanges.stagedPaths(in: $0) } == ["media/.tmp/1/x"])
        #expect(try read { try FileChanges.stagedPaths(for: "media/x.jpg", in: $0) } == ["media/.tmp/1/x"])
        #expect(try read { try FileChanges.stagedPaths(for: "media/y.jpg", in: $0) }.isEmpty)
        #expect(try read(FileChanges.mediaPaths) == ["x.jpg"])
        #expect(try read { try FileChanges.concern("notes/b.md", in: $0) })
        #expect(try !read { try FileChanges.concern("notes/c.md", in: $0) })
        #expect(try read(FileChanges.paths).values.sorted() == read(FileChanges.all).map(\.path).sorted())
    }

    @Test("a database of an earlier release has no such list, and nothing on it")
    func earlierRelease() throws {
        let database = try DatabaseQueue()
        #expect(try !database.read(FileChanges.hasTable))
        #expect(try database.read(FileChanges.mediaPaths).isEmpty)
        #expect(try database.read(FileChanges.paths).isEmpty)
    }
}
