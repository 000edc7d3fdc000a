import Foundation
import GRDB
import TestSupport
import Testing

@Suite("What Micropub leaves in the data folder")
struct DataFolderTests {
    private let site: MicropubSite

    init() throws {
        site = try MicropubSite()
    }

    private func file(_ slug: String) throws -> String {
        let name = try #require(site.files(in: "notes").first { $0.hasSuffix("/\(slug).md") })
        return site.site.path + "/notes/" + name
    }

    private static let contents = [
        "plain", "no newline at the end", "newline at the end\n", "two\n\nparagraphs\n", "  spaces around  ", "\ttab",
        "# A heading\n\nand text", "---\ntitle: no front matter\n---\n\nText", "carriage\r\nreturn\r\n", "emoji 🌱 é é",
        "trailing  \nspaces  \n",
        "a \u{feff}mark", "<b>markup</b> & entities &amp;", "\\*escaped\\*", "last line\n\n\n",
    ]

    @Test("the file holds the content byte for byte, and q=source gives it back")
    func bytes() throws {
        for (number, content) in Self.contents.enumerated() {
            let json = String(decoding: try JSONEncoder().encode([content]), as: UTF8.self)
            let url = try site.create(#""content":\#(json),"mp-slug":["bytes-\#(number)"]"#)
            #expect(FileManager.default.contents(atPath: try file("bytes-\(number)")) == Data(content.utf8), "\(json)")
            let returned = try site.strings("content", of: url).first
            #expect(returned.map { Data($0.utf8) } == Data(content.utf8), "\(json)")
        }
        #expect(try site.run(["db", "verify"]).status == 0)
    }

    @Test("the file lies in the folder of its month")
    func folder() throws {
        _ = try site.create(#""content":["x"],"published":["2024-02-29T12:00:00Z"],"mp-slug":["leap-day"]"#)
        #expect(site.files(in: "notes") == ["2024/02/leap-day.md"])
    }

    @Test("a row has the facts: dates in UTC, state, hash, tags")
    func row() throws {
        let url = try site.create(
            #""content":["words"],"published":["2025-11-18T20:10:00+01:00"],"category":["Two Words"],"#
                + #""mp-slug":["facts"]"#
        )
        let queue = try site.site.open()
        defer { try? queue.close() }
        let row = try queue.read { try Row.fetchOne($0, sql: "SELECT * FROM notes WHERE slug = 'facts'") }
        let note = try #require(row)
        #expect((note["created_at"] as String?)?.hasPrefix("2025-11-18 19:10:00") == true)
        #expect(note["published"] == true)
        #expect((note["file_path"] as String?)?.hasSuffix("2025/11/facts.md") == true)
        #expect((note["content_hash"] as String?)?.count == 64)
        let tags = try queue.read { try Row.fetchAll($0, sql: "SELECT name, display_name FROM tags") }
        #expect(tags.map { $0["name"] as String? } == ["two-words"])
        #expect(tags.map { $0["display_name"] as String? } == ["Two Words"])
        #expect(try site.page(url).status == 200)
    }

    @Test("everything is there after the next start")
    func restart() throws {
        let url = try site.create(
            #""content":["Lasting"],"category":["kept"],"photo":["https://photos.example/x.jpg"]"#
        )
        let moving = try site.create(#""content":["Moving"],"mp-slug":["first-place"]"#)
        #expect(try site.update(moving, #""replace":{"mp-slug":["second-place"]}"#).status == 201)
        let before = try site.source(url) as NSDictionary
        #expect(site.server.stop() == 0)
        let server = try Server(site.site, port: site.server.port)
        #expect(try server.wait(for: 200, at: "/") != nil)
        #expect(try site.source(url) as NSDictionary == before)
        #expect(try site.page(moving).status == 301)
        #expect(server.stop() == 0)
    }

    @Test("a file that the owner edits is what the page shows after the next start")
    func editedByHand() throws {
        let url = try site.create(#""content":["Before the edit"],"mp-slug":["by-hand"]"#)
        #expect(site.server.stop() == 0)
        try Data("After the edit, *by hand*\n".utf8).write(to: URL(filePath: try file("by-hand")))
        let server = try Server(site.site, port: site.server.port)
        #expect(try server.wait(for: 200, at: "/") != nil)
        #expect(try site.entry(url).texts("e-content").first?.contains("After the edit, by hand") == true)
        #expect(try site.strings("content", of: url) == ["After the edit, *by hand*\n"])
        let verified = try site.run(["db", "verify"])
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(try site.update(url, #""add":{"category":["edited"]}"#).status == 204)
        #expect(try site.strings("content", of: url) == ["After the edit, *by hand*\n"])
        #expect(server.stop() == 0)
    }

    @Test("the owner alone can read what is private")
    func permissions() throws {
        _ = try site.create(#""content":["x"]"#)
        _ = try site.post([try Part("file", .sunset)], to: "/micropub/media")
        let names = FileManager.default.enumerator(atPath: site.site.path)?.allObjects as? [String] ?? []
        #expect(names.contains("notes") && names.contains("media"))
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: site.site.path + "/" + name)
            let mode = try #require(attributes[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(name) has mode \(String(mode, radix: 8))")
        }
    }
}
