import Foundation
import GRDB
import IndieWeb
import Logging
import Microformats
import Testing

@testable import Publishing

@Suite("Publisher: what an update keeps and compares")
struct KeptValueTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    private func bytes(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: site.path(name)).map(Array.init)
    }

    @Test("an update that is not about the words leaves the bytes of the file alone, be they UTF-8 or not")
    func foreignBytes() async throws {
        let slug = try await site.create(["content": ["before"]], slug: "latin")
        let latin: [UInt8] = [0x63, 0x61, 0x66, 0xE9, 0x0D, 0x0A]
        try Data(latin).write(to: URL(filePath: site.path("notes/2026/11/latin.md")))
        try await site.update(slug) { $0.add["category"] = ["a"] }
        #expect(bytes("notes/2026/11/latin.md") == latin)
        try await site.update(slug) { $0.commands.slug = "moved" }
        #expect(bytes("notes/2026/11/moved.md") == latin && site.noteFiles == ["2026/11/moved.md"])
        #expect(try site.column("content_hash", of: "moved") == ContentHash(latin).hex)
        try await site.update("moved") { $0.replace["content"] = ["café"] }
        #expect(site.text("notes/2026/11/moved.md") == "café")
    }

    @Test("a change of the Unicode form alone is a change")
    func unicodeForm() async throws {
        let slug = try await site.create(["content": ["caf\u{E9}"]], slug: "form")
        try await site.update(slug) { $0.replace["content"] = ["cafe\u{301}"] }
        #expect(bytes("notes/2026/11/form.md") == Array("cafe\u{301}".utf8))
    }

    @Test("MP-097 a hidden place stays hidden when its visibility is taken away")
    func hiddenPlace() async throws {
        let slug = try await site.create([
            "content": ["x"], "location": ["1 Lane"], "location-visibility": ["private"],
        ])
        await #expect(throws: MicropubError.self) {
            try await site.update(slug) { $0.deletedNames = ["location-visibility"] }
        }
        await #expect(throws: MicropubError.self) {
            try await site.update(slug) { $0.deletedValues["location-visibility"] = ["private"] }
        }
        #expect(try await site.post(slug).publicProperties["location"].isEmpty)
        try await site.update(slug) { $0.add["location-visibility"] = ["public"] }
        #expect(try await site.post(slug).publicProperties["location"] == ["1 Lane"])
    }

    @Test("a post that was taken by former rules can be changed, and its old values stay")
    func formerRules() async throws {
        let slug = try await site.create(["author": ["a"], "in-reply-to": ["https:"]])
        try await site.update(slug) {
            $0.add["category"] = ["b"]
            $0.add["in-reply-to"] = ["https://e.example/c"]
        }
        #expect(try await site.source(slug, "in-reply-to") == #"["https:","https://e.example/c"]"#)
    }

    @Test("MP-044 MP-045 a tag is one in every spelling")
    func tags() async throws {
        let slug = try await site.create(["content": ["x"], "category": ["indieweb", "b"]])
        try await site.update(slug) { $0.add["category"] = ["IndieWeb", "#indieweb"] }
        #expect(try await site.source(slug, "category") == #"["indieweb","b"]"#)
        try await site.update(slug) { $0.deletedValues["category"] = ["INDIEWEB"] }
        #expect(try await site.source(slug, "category") == #"["b"]"#)
    }

    @Test("MP-044 MP-045 a file is one under each of its addresses")
    func files() async throws {
        let forms = ["https://alice.example.com/media/2026/11/x.png", "/media/2026/11/x.png", "media/2026/11/x.png"]
        for form in forms {
            let slug = try await site.create([
                "content": ["x"], "photo": ["https://alice.example.com/media/2026/11/x.png"],
            ])
            try await site.update(slug) { $0.add["photo"] = [["value": .string(form), "alt": "X"]] }
            #expect(
                try await site.source(slug, "photo")
                    == #"[{"value":"https://alice.example.com/media/2026/11/x.png","alt":"X"}]"#
            )
            try await site.update(slug) { $0.deletedValues["photo"] = [.string(form)] }
            #expect(try await site.source(slug, "photo") == nil)
        }
    }

    @Test(
        "MP-032 a content comes back as it was sent, with all that came with it",
        arguments: [
            #"{"html":"<p>hi</p>","value":"hi","lang":"en"}"#, #"{"text":"2*3*4 <b>"}"#,
            #"{"markdown":"*a*","lang":"en"}"#,
            #"{"value":"*a*"}"#, #"{"html":"<p>hi</p>"}"#, #""plain""#, #"{"lang":{"a":[1.50]},"text":"x"}"#,
        ]
    )
    func contentObjects(json: String) async throws {
        let value = try JSONValue(parsing: Array(json.utf8))
        let slug = try await site.create(["content": [value]], slug: "object")
        #expect(try await site.source(slug, "content") == "[\(json)]")
        #expect(site.text("notes/2026/11/object.md") == MicropubContent(value)?.source)
        try await site.update(slug) { $0.add["category"] = ["a"] }
        #expect(try await site.source(slug, "content") == "[\(json)]")
        #expect(try await site.post(slug).properties["content"].isEmpty)
        try await site.update(slug) { $0.replace["content"] = ["new"] }
        #expect(try await site.source(slug, "content") == #"["new"]"#)
        #expect(try site.column("content_type", of: slug) == "text/markdown")
    }

    @Test("plain words show every character and every line, and are no title")
    func plainWords() async throws {
        let slug = try await site.create(["content": [["text": "# 2*3*4 <b>\nand &amp;"]]])
        let post = try await site.post(slug)
        #expect(try site.column("content_type", of: slug) == "text/plain")
        #expect(post.type == .note && post.name == nil && post.summary.excerpt.hasPrefix("# 2*3*4 <b>"))
        let markup = post.html(at: .ownPage, permalink: Permalink(siteURL: "https://alice.example.com/", slug: slug))
            .markup
        #expect(markup.contains("# 2*3*4 &lt;b&gt;<br") && markup.contains("and &amp;amp;"), "\(markup)")
    }

    @Test("a type of content that nobody knows is Markdown")
    func unknownType() async throws {
        let slug = try await site.create(["content": ["*a*"]])
        try await site.database.write { try $0.execute(sql: "UPDATE notes SET content_type = 'text/x-other'") }
        #expect(try await site.post(slug).content == PostContent("*a*"))
    }

    @Test("MP-096 mp-photo-alt alone describes the photos of a post")
    func photoAlt() async throws {
        let slug = try await site.create(["photo": ["https://a.example/1.jpg", "https://a.example/2.jpg"]])
        try await site.update(slug) { $0.commands.photoAlt = ["One"] }
        #expect(try await site.post(slug).photos.map(\.alt) == ["One", ""])
    }

    @Test("refused when updates make the properties longer than one request could")
    func growth() async throws {
        let slug = try await site.create(["content": ["x"]])
        let long = String(repeating: "x", count: 900_000)
        for letter in ["a", "b"] { try await site.update(slug) { $0.add["x"] = [.string(letter + long)] } }
        await #expect(throws: PublishingError.tooLong) {
            try await site.update(slug) { $0.add["x"] = [.string("c" + long)] }
        }
        try await site.update(slug) { $0.deletedValues["x"] = [.string("a" + long)] }
        try await site.update(slug) { $0.add["x"] = [.string("c" + long)] }
    }

    @Test("MP-083 exists finds what q=source shows: revisions, and people as categories")
    func existence() async throws {
        let revised = try await site.create(["content": ["x"]], slug: "revised")
        _ = try await site.create(["content": ["x"]], slug: "unrevised")
        _ = try await site.create(
            ["content": ["x"], "category": [["type": ["h-card"], "properties": ["name": ["Bob"]]]]],
            slug: "person"
        )
        site.wait(5)
        try await site.update(revised) { $0.replace["content"] = ["y"] }
        func slugs(_ change: (inout MicropubSourceList) -> Void) async throws -> [String] {
            let site = Site(configuration: site.configuration, reader: site.database) { [clock = site.clock] in
                clock.now
            }
            var list = MicropubSourceList()
            change(&list)
            return try await site.list(list, logger: Logger(label: "test")).posts.map(\.slug).sorted()
        }
        #expect(try await slugs { $0.exists = ["updated"] } == ["revised"])
        #expect(try await slugs { $0.notExists = ["updated"] } == ["person", "unrevised"])
        #expect(try await slugs { $0.exists = ["category"] } == ["person"])
        #expect(try await slugs { $0.notExists = ["category"] } == ["revised", "unrevised"])
    }
}
