import Foundation
import GRDB
import IndieWeb
import Logging
import Testing

@testable import Publishing

@Suite("What posts are found by beside their content")
struct SearchWordsTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    private func count(_ text: String) async throws -> Int {
        try await SearchQuery(reader: site.database, now: { [clock = site.clock] in clock.now })
            .results(for: text, limit: 5, offset: 0).count
    }

    private func list(_ change: (inout MicropubSourceList) -> Void) async throws -> [String] {
        var list = MicropubSourceList()
        change(&list)
        let site = Site(configuration: site.configuration, reader: site.database) { [clock = site.clock] in clock.now }
        return try await site.list(list, logger: Logger(label: "test")).posts.map(\.slug)
    }

    private static let cafe: JSONValue = [
        "type": ["h-card"],
        "properties": ["name": ["Cafe zebra"], "locality": ["Delft"], "latitude": ["52.1"], "longitude": ["4.5"]],
    ]

    @Test(
        "a summary, what was read or eaten, who wrote it, a place, a person, what a photo shows",
        arguments: [
            ["summary": ["A zebra"]], ["checkin": [cafe]], ["location": [cafe], "content": ["Other words"]],
            ["read-of": [["properties": ["name": ["zebra"]]]]],
            ["read-of": [["properties": ["name": ["A book"], "author": [["properties": ["name": ["Ann zebra"]]]]]]]],
            ["ate": [["type": ["h-food"], "properties": ["name": ["zebra cake"]]]]],
            ["repost-of": [["properties": ["url": ["https://a.example/"], "content": ["a zebra"]]]]],
            ["content": ["x"], "category": [["type": ["h-card"], "properties": ["name": ["zebra"]]]]],
            ["photo": [["value": "https://a.example/b.jpg", "alt": "A zebra"]]],
        ] as [MicroformatsProperties]
    )
    func found(properties: MicroformatsProperties) async throws {
        let slug = try await site.create(properties)
        #expect(try await count("zebra") == 1)
        #expect(try await list { $0.filter = "zebra" } == [slug])
        try await site.update(slug) { update in
            for name in properties.names where name != "content" { update.replace[name] = ["https://b.example/c"] }
        }
        #expect(try await count("zebra") == 0)
    }

    @Test(
        "what no page shows is found by nobody: what was said by whom a post answers, likes or names",
        arguments: ["in-reply-to", "like-of", "read-of", "category"]
    )
    func notShown(property: String) async throws {
        let cite: JSONValue = [
            "type": ["h-cite"],
            "properties": [
                "name": ["Lion"], "url": ["https://a.example/"], "content": ["zebra"],
                "author": [["properties": ["name": ["Tiger"], "content": ["zebra"]]]],
            ],
        ]
        _ = try await site.create(["content": ["x"], property: [cite]])
        #expect(try await count("zebra") == 0)
        #expect(try await count("lion tiger") == 1)
        // What it says is what it is called where it has no name.
        _ = try await site.create(["content": ["x"], property: [["properties": ["content": ["zebra"]]]]])
        #expect(try await count("zebra") == 1)
    }

    @Test("of the words of properties, the first 64 KB are found, and no part of a word")
    func many() async throws {
        let summary = "first " + String(repeating: "word ", count: 13_104) + "lastly beyond"
        let slug = try await site.create(["content": ["x"], "summary": [.string(summary)]])
        let words = try await site.post(slug).authorsSummary?.utf8.prefix(65_536)
        #expect(words.map { String(decoding: $0, as: UTF8.self).hasSuffix("word lastly bey") } == true)
        for (word, expected) in [("first lastly", 1), ("bey", 0), ("beyond", 0)] {
            #expect(try await count(word) == expected, "\(word)")
        }
        let index = SearchIndex(notes: NoteFolder(dataPath: site.configuration.dataPath))
        #expect(try await site.database.read { try index.staleRows($0) } == [])
        let one = try await site.create(["content": ["y"], "summary": [.string(String(repeating: "z", count: 70_000))]])
        let whole = try await site.post(one).authorsSummary
        #expect(try await count("zz") == 0)
        #expect(whole?.count == 70_000)
    }

    @Test("a place that is hidden is found by nothing that is not shown")
    func hidden() async throws {
        for name in ["location", "checkin"] {
            let properties: MicroformatsProperties = ["content": ["x"], name: [Self.cafe]]
            for (visibility, name, town) in [("private", 0, 0), ("protected", 1, 0)] {
                var hidden = properties
                hidden["location-visibility"] = [.string(visibility)]
                let slug = try await site.create(hidden)
                #expect(try await count("zebra") == name, "\(visibility)")
                #expect(try await count("delft") == town, "\(visibility)")
                try await site.publisher.delete(slug: slug)
            }
        }
    }

    @Test("a word that comes again is looked for once, and the last one may be unfinished")
    func repeated() {
        #expect(FullTextQuery.matchingAll("Run x RUN, run") == "\"x\" \"run\"*")
        #expect(FullTextQuery.matchingAll("x x", isUnfinished: false) == "\"x\"")
    }

    @Test("MP-083 exists=content is about the content alone")
    func existence() async throws {
        let words = try await site.create(["content": ["x"]], slug: "words")
        let visit = try await site.create(["checkin": [Self.cafe]], slug: "visit")
        #expect(try await list { $0.exists = ["content"] } == [words])
        #expect(try await list { $0.notExists = ["content"] } == [visit])
    }

    @Test("an edited file, an undeleted post and an index that is made anew know the same words")
    func consistent() async throws {
        let slug = try await site.create(
            ["content": ["old"], "summary": ["A zebra"], "checkin": [Self.cafe]],
            slug: "a"
        )
        let index = SearchIndex(notes: NoteFolder(dataPath: site.configuration.dataPath))
        func expectRight(_ word: String) async throws {
            #expect(try await site.database.read { try index.staleRows($0) } == [])
            #expect(try await count("\(word) zebra delft") == 1)
        }
        try await expectRight("old")
        try Data("new words".utf8).write(to: URL(filePath: site.path("notes/2026/11/a.md")))
        #expect(try await site.publisher.pickUpHandEdits() == ["a"])
        try await expectRight("new")
        try await site.publisher.delete(slug: slug)
        _ = try await site.publisher.undelete(slug: slug)
        try await expectRight("new")
        try await site.database.write { db in
            try db.execute(sql: "DELETE FROM notes_fts")
            try index.fill(db) { _, _ in }
        }
        try await expectRight("new")
    }

    @Test("an index from before, which knows content and names alone, is right, and can be filled with the rest")
    func former() async throws {
        for (slug, name) in [("a", "A name"), ("b", " ")] {
            _ = try await site.create(
                ["name": [.string(name)], "content": ["words"], "summary": ["A zebra"]],
                slug: slug
            )
        }
        let index = SearchIndex(notes: NoteFolder(dataPath: site.configuration.dataPath))
        try await site.database.write { db in
            try db.execute(
                sql: """
                    DELETE FROM notes_fts;
                    INSERT INTO notes_fts (rowid, slug, title, content) SELECT id, slug,
                        json_extract(properties, '$.name[0]'), 'words' FROM notes
                    """
            )
            #expect(try index.staleRows(db) == [])
        }
        #expect(try await count("zebra") == 0)
        try await site.database.write { db in try index.fill(db) { _, _ in } }
        #expect(try await count("zebra") == 2)
        try await site.database.write { db in
            try db.execute(sql: "UPDATE notes_fts SET content = 'other words'")
            #expect(try index.staleRows(db).count == 2)
        }
    }
}
