import Foundation
import GRDB
import IndieWeb
import Testing

@testable import Publishing

@Suite("Publisher")
struct PublisherTests {
    @Test("a new post has its row, its file, its tags and its place in the search, and nothing lies about")
    func create() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["Hello *world*"], "category": ["One", "#two"]], slug: "First")
        #expect(slug == "first")
        #expect(site.noteFiles == ["2026/11/first.md"])
        #expect(site.text("notes/2026/11/first.md") == "Hello *world*")
        #expect(try site.value("SELECT group_concat(name) FROM tags") == "one,two")
        #expect(try site.value("SELECT content FROM notes_fts WHERE notes_fts MATCH 'world'") == "Hello *world*")
        #expect(try site.value("SELECT content_hash FROM notes") == ContentHash("Hello *world*").hex)
        try site.publisher.close()
        #expect(try site.value("SELECT count(*) FROM file_changes") == "0")
    }

    @Test("a hundred posts of one slug at once, through two writers, get a hundred addresses and files")
    func sameSlug() async throws {
        let site = try PublisherFixture()
        let other = try site.anotherPublisher()
        let slugs = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 {
                group.addTask {
                    var commands = MicropubCommands()
                    commands.slug = "same"
                    let request = MicropubCreate(properties: ["content": [.string("\(number)")]], commands: commands)
                    return try await (number % 2 == 0 ? site.publisher : other).create(request).slug
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(slugs.count == 100)
        #expect(site.noteFiles.count == 100)
        #expect(Set(site.noteFiles.map { site.text("notes/\($0)") }).count == 100)
    }

    @Test("an update changes words and facts at once, and says when")
    func update() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["old"], "category": ["a", "b"]])
        site.wait(60)
        var update = MicropubUpdate()
        update.replace["content"] = ["new"]
        update.deletedValues["category"] = ["a"]
        let result = try await site.publisher.update(slug: slug, update)
        #expect(!result.hasMoved)
        #expect(site.text("notes/2026/11/\(slug).md") == "new")
        #expect(try site.value("SELECT name FROM note_tags JOIN tags ON id = tag_id") == "b")
        #expect(try site.value("SELECT updated_at > created_at FROM notes") == "1")
        let before = try site.value("SELECT updated_at FROM notes")
        site.wait(60)
        _ = try await site.publisher.update(slug: slug, update)
        #expect(try site.value("SELECT updated_at FROM notes") == before, "what changes nothing is no revision")
    }

    @Test("updates of one post at once, of words, tags and slug, all count")
    func updatesAtOnce() async throws {
        let site = try PublisherFixture()
        for round in 0..<10 {
            let slug = try await site.create(["content": ["old"]], slug: "round-\(round)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        var update = MicropubUpdate()
                        switch number {
                        case 0: update.replace["content"] = ["new"]
                        case 1: update.commands.slug = "moved-\(round)"
                        default: update.add["category"] = [.string("tag\(number)")]
                        }
                        _ = try await site.publisher.update(slug: slug, update)
                    }
                }
                try await group.waitForAll()
            }
            #expect(site.text("notes/2026/11/moved-\(round).md") == "new")
            let tags = try site.value(
                "SELECT count(*) FROM note_tags JOIN notes ON id = note_id WHERE slug = 'moved-\(round)'"
            )
            #expect(tags == "6")
        }
        #expect(site.noteFiles.count == 10)
        #expect(try await site.publisher.pickUpHandEdits().isEmpty)
    }

    @Test("a folder that leads elsewhere is no place for a file, and one such post stops no other")
    func foreignFolder() async throws {
        let site = try PublisherFixture()
        try FileManager.default.createSymbolicLink(atPath: site.path("notes/2019"), withDestinationPath: "/tmp")
        await #expect(throws: (any Error).self) {
            _ = try await site.create(["content": ["x"], "published": ["2019-05-05T00:00:00Z"]])
        }
        #expect(try await site.create(["content": ["y"]], slug: "fine") == "fine")
        #expect(try site.value("SELECT count(*) FROM notes") == "1")
    }

    @Test("what another process committed and could not finish is finished by the next change")
    func leftovers() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["one"]], slug: "left")
        try await site.database.write { db in
            _ = try FileChanges.record(.write("two"), of: "notes/2026/11/left.md", was: ContentHash("one"), in: db)
        }
        var update = MicropubUpdate()
        update.commands.slug = "right"
        _ = try await site.publisher.update(slug: slug, update)
        #expect(site.text("notes/2026/11/right.md") == "two")
        #expect(site.noteFiles == ["2026/11/right.md"])
    }

    @Test("a photo of the site is known by any of its addresses, and one that is not there is still named")
    func ownPhotos() async throws {
        let site = try PublisherFixture()
        try await site.database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO media (id, filename, original_name, path, mime_type, size)
                    VALUES (1, 'a.jpg', 'a', '2026/11/a.jpg', 'image/jpeg', 1);
                    INSERT INTO media_variants (media_id, variant_type, path, width, height, size_bytes)
                    VALUES (1, 'small', '2026/11/a_small.jpg', 320, 200, 1);
                    """
            )
        }
        for address in [
            "https://alice.example.com/media/2026/11/a.jpg", "http://alice.example.com/media/2026/11/a.jpg?w=1",
            "/media/2026/11/a.jpg", "https://alice.example.com/media/2026/11/a_small.jpg#x",
        ] {
            let slug = try await site.create(["content": ["x"], "photo": [.string(address)]])
            let sql = "SELECT count(*) FROM note_media JOIN notes ON notes.id = note_id WHERE slug = '\(slug)'"
            #expect(try site.value(sql) == "1", "\(address)")
        }
        let slug = try await site.create(["photo": ["https://alice.example.com/media/never.jpg"]], slug: "lost")
        #expect(
            try site.value("SELECT properties FROM notes WHERE slug = '\(slug)'") == #"{"photo":["media/never.jpg"]}"#
        )
    }

    @Test("an update that would leave nothing is refused and changes nothing")
    func refusedUpdate() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["words"]])
        var update = MicropubUpdate()
        update.deletedNames = ["content"]
        await #expect(throws: MicropubError.self) { _ = try await site.publisher.update(slug: slug, update) }
        #expect(site.text("notes/2026/11/\(slug).md") == "words")
        await #expect(throws: PublishingError.self) { _ = try await site.publisher.update(slug: "never", update) }
    }

    @Test("a draft gets its date when it is published, unless its author gave one")
    func publication() async throws {
        let site = try PublisherFixture()
        let plain = try await site.create(["content": ["x"], "post-status": ["draft"]], slug: "plain")
        let dated = try await site.create(
            ["content": ["x"], "post-status": ["draft"], "published": ["2020-01-02T03:04:05+01:00"]],
            slug: "dated"
        )
        site.wait(86_400)
        var update = MicropubUpdate()
        update.replace["post-status"] = ["published"]
        _ = try await site.publisher.update(slug: plain, update)
        _ = try await site.publisher.update(slug: dated, update)
        #expect(try site.value("SELECT created_at FROM notes WHERE slug = 'plain'") == "2026-11-23 16:00:00")
        #expect(try site.value("SELECT created_at FROM notes WHERE slug = 'dated'") == "2020-01-02 02:04:05")
        #expect(try site.value("SELECT updated_at FROM notes WHERE slug = 'plain'") == "2026-11-23 16:00:00")
    }

    @Test("another slug moves the file, and the former one leads on and goes to nobody else")
    func move() async throws {
        let site = try PublisherFixture()
        _ = try await site.create(["content": ["x"]], slug: "one")
        var update = MicropubUpdate()
        update.commands.slug = "Two"
        let result = try await site.publisher.update(slug: "one", update)
        #expect(result.hasMoved)
        #expect(result.permalink.slug == "two")
        #expect(site.noteFiles == ["2026/11/two.md"])
        #expect(try site.value("SELECT slug FROM former_slugs") == "one")
        #expect(try await site.create(["content": ["y"]], slug: "one") == "one-2")
        update.commands.slug = "one"
        #expect(try await site.publisher.update(slug: "two", update).permalink.slug == "one")
        #expect(try site.value("SELECT slug FROM former_slugs") == "two")
    }

    @Test("deleted twice, brought back, deleted and purged: the address stays taken")
    func removal() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["x"]], slug: "short-lived")
        try await site.publisher.delete(slug: slug)
        try await site.publisher.delete(slug: slug)
        #expect(try site.value("SELECT count(*) FROM notes_fts") == "0")
        #expect(try await site.publisher.undelete(slug: slug).slug == slug)
        #expect(try site.value("SELECT count(*) FROM notes_fts") == "1")
        try await site.publisher.delete(slug: slug)
        #expect(try site.publisher.purge(deletedBefore: site.clock.now).isEmpty)
        site.wait(10)
        #expect(try site.publisher.purge(deletedBefore: site.clock.now).map(\.slug) == [slug])
        #expect(site.noteFiles.isEmpty)
        #expect(try await site.create(["content": ["y"]], slug: slug) == "short-lived-2")
        await #expect(throws: PublishingError.self) { _ = try await site.publisher.undelete(slug: slug) }
    }

    @Test("a file that no post has is not written over")
    func foreignFile() async throws {
        let site = try PublisherFixture()
        try FileManager.default.createDirectory(atPath: site.path("notes/2026/11"), withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: site.path("notes/2026/11/walk.md")))
        #expect(try await site.create(["content": ["new"]], slug: "walk") == "walk")
        #expect(site.text("notes/2026/11/walk.md") == "mine")
        #expect(site.text("notes/2026/11/walk_2.md") == "new")
    }

    @Test("a link that leads nowhere is not written over")
    func danglingLink() async throws {
        let site = try PublisherFixture()
        let link = site.path("notes/2026/11/walk.md")
        try FileManager.default.createDirectory(atPath: site.path("notes/2026/11"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/nowhere/walk.md")
        _ = try await site.create(["content": ["new"]], slug: "walk")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/nowhere/walk.md")
        #expect(site.text("notes/2026/11/walk_2.md") == "new")
    }

    @Test("an edit by hand is found, indexed and dated, also of a note without a digest")
    func handEdits() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["before"]], slug: "edited")
        _ = try await site.create(["content": ["same"]])
        #expect(try await site.publisher.pickUpHandEdits().isEmpty)
        try Data("afterwards".utf8).write(to: URL(filePath: site.path("notes/2026/11/edited.md")))
        #expect(try await site.publisher.pickUpHandEdits() == [slug])
        #expect(try site.value("SELECT slug FROM notes_fts WHERE notes_fts MATCH 'afterwards'") == slug)
        #expect(try await site.publisher.pickUpHandEdits().isEmpty)
        try await site.database.write { try $0.execute(sql: "UPDATE notes SET content_hash = NULL") }
        #expect(try await site.publisher.pickUpHandEdits().isEmpty)
        #expect(
            try site.value("SELECT count(*) FROM notes WHERE content_hash IS NULL") == "2",
            "a look changes nothing"
        )
        try Data("once more".utf8).write(to: URL(filePath: site.path("notes/2026/11/edited.md")))
        #expect(try await site.publisher.pickUpHandEdits() == [slug])
    }

    @Test("a file that was moved by hand is found by its words, unless two could be it")
    func movedFiles() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["moved words"]], slug: "moved")
        for name in ["twin", "brother"] { _ = try await site.create(["content": ["same words"]], slug: name) }
        #expect(try await site.publisher.pickUpMovedFiles().isEmpty)
        // Until then a change knows what its file is to be.
        try await site.publisher.settle()
        let files = FileManager.default
        try files.createDirectory(atPath: site.path("notes/mine"), withIntermediateDirectories: true)
        for name in ["moved", "twin", "brother"] {
            try files.moveItem(
                atPath: site.path("notes/2026/11/\(name).md"),
                toPath: site.path("notes/mine/\(name).md")
            )
        }
        #expect(try await site.publisher.pickUpMovedFiles() == [slug])
        #expect(try site.value("SELECT file_path FROM notes WHERE slug = 'moved'") == "notes/mine/moved.md")
        #expect(try site.value("SELECT file_path FROM notes WHERE slug = 'twin'") == "notes/2026/11/twin.md")
        #expect(try await site.publisher.pickUpMovedFiles().isEmpty)
        #expect(site.text("notes/mine/moved.md") == "moved words")
    }
}
