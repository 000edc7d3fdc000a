import Foundation
import TestSupport
import Testing

@Suite("POST /micropub: delete and undelete", .served)
struct DeleteTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private func act(_ action: String, _ url: String) throws -> Int {
        try site.post(form: "action=\(action)&url=\(url)").status
    }

    @Test("204 also the second time")
    func twice() throws {
        let url = try site.create(#""content":["Twice"]"#)
        #expect(try act("delete", url) == 204)
        #expect(try act("delete", url) == 204)
        #expect(try site.page(url).status == 410)
        #expect(try act("undelete", url) == 204)
        #expect(try site.page(url).status == 200)
    }

    @Test("410 for GET and HEAD, and no list has it")
    func gone() throws {
        let url = try site.create(#""content":["Gone soon"],"category":["gonetag"],"mp-slug":["gone-soon"]"#)
        #expect(try site.page("/tag/gonetag").status != 500)
        #expect(try act("delete", url) == 204)
        #expect(try site.page(url).status == 410)
        #expect(try site.client.send("HEAD", site.path(of: url)).status == 410)
        for list in ["/", "/feed.rss", "/feed.atom", "/feed.json", "/sitemap.xml", "/api/search?q=gone"] {
            #expect(try !site.page(list).text.contains("gone-soon"), "\(list)")
        }
        #expect(try site.page("/tag/gonetag").status == 404)
    }

    @Test("undelete brings all of it back")
    func whole() throws {
        let url = try site.create(
            #""content":["All of it"],"category":["b","a"],"weather":["sun"],"published":["2025-03-04T05:06:07+02:00"]"#
        )
        let before = try site.source(url) as NSDictionary
        #expect(try act("delete", url) == 204)
        #expect(try act("undelete", url) == 204)
        #expect(try site.source(url) as NSDictionary == before)
        #expect(try site.entry(url).texts("p-category") == ["b", "a"])
        #expect(try site.page("/feed.rss").text.contains(url))
    }

    @Test("a draft that comes back is still a draft")
    func draft() throws {
        let url = try site.create(#""content":["Still a draft"],"post-status":["draft"]"#)
        #expect(try act("delete", url) == 204)
        #expect(try act("undelete", url) == 204)
        #expect(try site.page(url).status == 404)
        #expect(try site.strings("post-status", of: url) == ["draft"])
    }

    @Test("q=source of a deleted post is 400, and says that it is deleted")
    func source() throws {
        let url = try site.create(#""content":["Deleted source"]"#)
        #expect(try act("delete", url) == 204)
        let answer = try site.query("q=source&url=\(MicropubSite.escaped(url))")
        expectRefusal(answer, 400)
        #expect(answer.text.contains("deleted"))
    }

    @Test("the Markdown file stays, so that nothing is lost")
    func file() throws {
        let url = try site.create(#""content":["Not lost"],"mp-slug":["not-lost"]"#)
        #expect(try act("delete", url) == 204)
        #expect(try act("undelete", url) == 204)
        let file = try #require(site.files(in: "notes").first { $0.hasSuffix("/not-lost.md") })
        #expect(FileManager.default.contents(atPath: site.site.path + "/notes/" + file) == Data("Not lost".utf8))
        #expect(try site.run(["db", "verify"]).status == 0)
    }
}
