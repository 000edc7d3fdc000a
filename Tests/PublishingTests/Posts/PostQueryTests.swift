import Foundation
import GRDB
import Publishing
import Testing

@Suite("PostQuery")
struct PostQueryTests {
    @Test("the newest page holds published posts alone, newest first, whatever form their times have")
    func newest() async throws {
        let fixture = try PostsFixture()
        let page = try #require(try await fixture.query.page(at: .newest, logger: fixture.logger))
        #expect(page.posts.map(\.slug) == ["cafe-uber-zoo", "hello-indieweb", "first-light"])
        #expect(page.newer == nil)
        #expect(page.older == nil)
    }

    @Test("a post has its tags, photos with their copies, times and words")
    func attachments() async throws {
        let fixture = try PostsFixture()
        guard case .found(let post) = try await fixture.query.post(slug: "hello-indieweb") else {
            Issue.record("not found")
            return
        }
        #expect(post.tags.map(\.displayName) == ["IndieWeb", "Photo"])
        #expect(post.photos.map(\.alt) == ["The harbour at dawn", ""])
        #expect(post.photos.first?.stored?.copies.map(\.width) == [320])
        #expect(post.photos.first?.stored?.thumbnail?.relativePath == "media/2025/11/0b6e7f9c_thumb.jpg")
        #expect(post.published.text == "2025-11-19 08:00:00.123456")
        #expect(post.isRevised)
        #expect(post.name == nil)
        #expect(post.title == "Hello IndieWeb, posting from my own site. 🎉")
    }

    @Test("what a slug leads to")
    func lookup() async throws {
        let fixture = try PostsFixture()
        #expect(try await fixture.query.post(slug: "draft-thoughts") == .hidden)
        #expect(try await fixture.query.post(slug: "removed-note") == .deleted)
        #expect(try await fixture.query.post(slug: "hard-deleted-later") == .missing)
        #expect(try await fixture.query.post(slug: "First-Light") == .missing)
    }

    @Test("walking by cursor sees every post once, forth and back")
    func cursors() async throws {
        let fixture = try PostsFixture()
        try fixture.addPosts(45)
        let (query, logger) = (fixture.query, fixture.logger)
        var page = try #require(try await query.page(at: .newest, logger: logger))
        var forth = [page.posts.map(\.id)]
        while let older = page.older {
            page = try #require(try await query.page(at: .before(older), logger: logger))
            forth.append(page.posts.map(\.id))
        }
        #expect(forth.map(\.count) == [20, 20, 8])
        #expect(Set(forth.joined()).count == 48)

        let newer = try #require(page.newer)
        page = try #require(try await query.page(at: .after(newer), logger: logger))
        #expect(page.posts.map(\.id) == forth[1])
    }

    @Test("posts of the same moment are ordered by id and none is lost between pages")
    func sameMoment() async throws {
        let fixture = try PostsFixture()
        try fixture.addPosts(5)
        try await fixture.database.write { try $0.execute(sql: "UPDATE notes SET created_at = '2026-02-01 00:00:00'") }
        let first = try #require(try await fixture.query.page(at: .newest, limit: 3, logger: fixture.logger))
        let older = try #require(first.older)
        let second = try #require(try await fixture.query.page(at: .before(older), limit: 9, logger: fixture.logger))
        let ids = first.posts.map(\.id) + second.posts.map(\.id)
        #expect(ids == ids.sorted(by: >))
        #expect(ids.count == 8)
    }

    @Test("pages by number; there is none beyond the last, nor a page 0")
    func numbers() async throws {
        let fixture = try PostsFixture()
        try fixture.addPosts(20)
        let second = try await fixture.query.page(at: .number(2), logger: fixture.logger)
        #expect(second?.posts.map(\.slug) == ["cafe-uber-zoo", "hello-indieweb", "first-light"])
        for position in [PagePosition.number(3), .number(0), .number(-1), .number(.max), .before(999), .after(999)] {
            #expect(try await fixture.query.page(at: position, logger: fixture.logger) == nil, "\(position)")
        }
    }

    @Test("a cursor whose post has been deleted still leads on")
    func deletedCursor() async throws {
        let fixture = try PostsFixture()
        let page = try await fixture.query.page(at: .before(4), logger: fixture.logger)
        #expect(page?.posts.map(\.slug) == ["hello-indieweb", "first-light"])
    }

    @Test("a lost file takes its post from the list and fails the post alone")
    func lostFile() async throws {
        let fixture = try PostsFixture()
        try FileManager.default.removeItem(atPath: "\(fixture.dataPath)/notes/2025/11/first-light.md")
        let page = try await fixture.query.page(at: .newest, logger: fixture.logger)
        #expect(page?.posts.map(\.slug) == ["cafe-uber-zoo", "hello-indieweb"])
        let query = fixture.query
        await #expect(throws: NoteFileError.missing(storedPath: "notes/2025/11/first-light.md")) {
            _ = try await query.post(slug: "first-light")
        }
    }

    @Test(
        "words that are committed and not yet in place are the new ones, unless the file was edited by hand",
        arguments: [
            ("first", "third"), ("second", "third"), ("third", "third"), ("by hand", "by hand"), (nil, "third"),
        ]
    )
    func pending(file: String?, shown: String) async throws {
        let fixture = try PostsFixture()
        let path = "notes/2025/11/first-light.md"
        try FileManager.default.removeItem(atPath: "\(fixture.dataPath)/\(path)")
        if let file { try Data(file.utf8).write(to: URL(filePath: "\(fixture.dataPath)/\(path)")) }
        try await fixture.database.write { db in
            for (old, new) in [("first", "second"), ("second", "third")] {
                try db.execute(
                    sql: "INSERT INTO file_changes (path, old_hash, new_hash, content) VALUES (?, ?, ?, ?)",
                    arguments: [path, ContentHash(old).hex, ContentHash(new).hex, Data(new.utf8)]
                )
            }
            try db.execute(
                sql: "UPDATE notes SET content_hash = ? WHERE id = 1",
                arguments: [ContentHash("third").hex]
            )
        }
        guard case .found(let post) = try await fixture.query.post(slug: "first-light") else {
            Issue.record("not found")
            return
        }
        #expect(post.content.text == shown)
    }

    @Test("a time that cannot be read does not hide its post")
    func unreadableTime() async throws {
        let fixture = try PostsFixture()
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET created_at = 'long ago', deleted_at = NULL WHERE id IN (1, 4)")
            try $0.execute(sql: "UPDATE notes SET deleted_at = 'once' WHERE id = 4")
        }
        let page = try await fixture.query.page(at: .newest, logger: fixture.logger)
        #expect(page?.posts.map(\.slug) == ["cafe-uber-zoo", "hello-indieweb", "first-light"])
        #expect(page?.posts.last?.published.text == "2025-11-18 20:10:00")
        #expect(try await fixture.query.post(slug: "removed-note") == .deleted)
    }

    @Test(
        "SQLite answers from the timeline's index and sorts nothing",
        arguments: TimelineRows.Audience.allCases
    )
    func plan(audience: TimelineRows.Audience) throws {
        let fixture = try PostsFixture()
        let timeline = TimelineRows(of: audience, at: PostsFixture.now)
        let index = audience == .public ? "idx_notes_timeline" : "idx_notes_owner"
        let older = try fixture.plan(timeline.olderSQL, [1, 1, 1, 1, 0])
        #expect(older == ["SEARCH notes USING INDEX \(index) (<expr><?)"])
        let newer = try fixture.plan(timeline.newerSQL, [1, 1, 1, 1, 1, 0])
        #expect(newer == ["SEARCH notes USING INDEX \(index) (<expr>>? AND <expr><?)"])
    }

    @Test("what is still to come is in no page, and its address does not tell that it is there")
    func scheduled() async throws {
        let fixture = try PostsFixture()
        try fixture.addPosts(3)
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET created_at = '2030-01-01 00:00:00' WHERE slug IN ('n1', 'n2')")
        }
        let page = try #require(try await fixture.query.page(at: .newest, logger: fixture.logger))
        #expect(page.posts.map(\.slug).first == "n3")
        #expect(page.newer == nil)
        #expect(try await fixture.query.post(slug: "n1") == .hidden)
        let id = try #require(page.posts.first?.id)
        #expect(try await fixture.query.page(at: .after(id), logger: fixture.logger) == nil)
        let beyond = try await fixture.query.page(at: .before(id - 1), logger: fixture.logger)
        #expect(beyond?.posts.map(\.slug).contains("n2") == false)
    }

    @Test("unlisted posts have their address, private ones have not, and neither is in a page")
    func visibility() async throws {
        let fixture = try PostsFixture()
        try fixture.addPosts(3)
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET visibility = 'unlisted' WHERE slug = 'n1'")
            try $0.execute(sql: "UPDATE notes SET visibility = 'private' WHERE slug = 'n2'")
        }
        let page = try #require(try await fixture.query.page(at: .newest, logger: fixture.logger))
        #expect(page.posts.prefix(2).map(\.slug) == ["n3", "cafe-uber-zoo"])
        guard case .found = try await fixture.query.post(slug: "n1") else {
            Issue.record("the unlisted post is not found")
            return
        }
        #expect(try await fixture.query.post(slug: "n2") == .hidden)
    }

    @Test("cells of other types than the column's hide no post and take no page down")
    func oddCells() async throws {
        let fixture = try PostsFixture()
        try fixture.addPosts(2)
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET slug = x'6e31', updated_at = 5 WHERE slug = 'n1'")
            try $0.execute(sql: "UPDATE notes SET content_hash = x'00', properties = 'no JSON' WHERE slug = 'n2'")
        }
        let page = try await fixture.query.page(at: .newest, logger: fixture.logger)
        #expect(page?.posts.prefix(2).map(\.slug) == ["n2", "n1"])
    }

    @Test("a page costs the same number of queries however many posts it has")
    func noQueryPerPost() async throws {
        let fixture = try PostsFixture()
        let few = try await countQueries(of: fixture)
        try fixture.addPosts(17)
        #expect(try await countQueries(of: fixture) == few)
    }

    private func countQueries(of fixture: PostsFixture) async throws -> Int {
        let counter = Counter()
        try await fixture.database.read { $0.trace { _ in counter.count += 1 } }
        _ = try await fixture.query.page(at: .newest, logger: fixture.logger)
        return try await fixture.database.read { database in
            database.trace(options: [])
            return counter.count
        }
    }

    /// Only touched on the queue of the database.
    private final class Counter: @unchecked Sendable {
        var count = 0
    }
}
