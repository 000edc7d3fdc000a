import Foundation
import TestSupport
import Testing

@Suite("POST /micropub: update", .served)
struct UpdateTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    @Test(
        "400 for an update that says nothing that can be done",
        arguments: [
            "", #","replace":null"#, #","replace":{"content":"x"}"#,
            #","replace":{"content":null}"#, #","add":{"category":"x"}"#, #","add":["category"]"#,
            #","delete":"category""#,
            #","delete":{"category":"x"}"#, #","delete":[1]"#, #","replace":{"published":["garbage"]}"#,
            #","replace":{"post-status":["queued"]}"#, #","replace":{"visibility":["friends"]}"#,
            #","replace":{"content":["a","b"]}"#,
            #","delete":["visibility"]"#, #","delete":{"post-status":["published"]}"#,
            #","replace":{"like-of":["javascript:x"]}"#, #","add":{"name":[{"alt":"x"}]}"#,
        ]
    )
    func invalid(operations: String) throws {
        let url = try site.create(#""content":["As it was"],"category":["before"]"#)
        expectRefusal(try site.post(json: #"{"action":"update","url":"\#(url)"\#(operations)}"#), 400)
        #expect(try site.strings("content", of: url) == ["As it was"])
        #expect(try site.strings("category", of: url) == ["before"])
    }

    @Test("a faulty update changes nothing, also what was right in it")
    func atomic() throws {
        let url = try site.create(#""content":["As it was"],"category":["before"]"#)
        for fault in [
            #""add":{"published":["garbage"]}"#, #""add":{"category":"no list"}"#, #""delete":{"category":7}"#,
        ] {
            let answer = try site.update(url, #""replace":{"content":["Changed"],"category":["after"]},\#(fault)"#)
            expectRefusal(answer, 400)
            #expect(try site.strings("content", of: url) == ["As it was"])
            #expect(try site.strings("category", of: url) == ["before"])
            #expect(try site.entry(url).texts("e-content").first?.contains("As it was") == true)
        }
    }

    @Test("400 for an address that is no post of this site")
    func unknown() throws {
        let url = try site.create(#""content":["x"],"mp-slug":["known"]"#)
        let addresses = [
            site.root + "note/never-was", "https://other.example/note/known", "//other.example/note/known", site.root,
            site.root + "note/", "/note/../../known", "known", "", url + "/more", "javascript:alert(1)",
            url.replacing("127.0.0.1", with: "127.0.0.1.example"),
        ]
        for address in addresses {
            expectRefusal(try site.update(address, #""replace":{"content":["y"]}"#), 400)
            expectRefusal(try site.post(json: #"{"action":"delete","url":"\#(address)"}"#), 400)
            expectRefusal(try site.post(json: #"{"action":"undelete","url":"\#(address)"}"#), 400)
        }
        #expect(try site.strings("content", of: url) == ["x"])
    }

    @Test("204 for an update in which PHP made lists of what is empty")
    func emptyLists() throws {
        let url = try site.create(#""content":["x"]"#)
        #expect(try site.update(url, #""replace":{"content":["y"]},"add":[],"delete":[]"#).status == 204)
        #expect(try site.update(url, #""replace":[],"add":{"category":["a"]}"#).status == 204)
        let properties = try site.source(url)
        #expect(properties["content"] as? [String] == ["y"] && properties["category"] as? [String] == ["a"])
    }

    @Test("400 for an update by form")
    func form() throws {
        let url = try site.create(#""content":["x"]"#)
        expectRefusal(try site.post(form: "action=update&url=\(url)&replace[content]=y"), 400)
    }

    @Test("replace, add and delete work together, and leave the rest alone")
    func together() throws {
        let url = try site.create(
            #""content":["x"],"category":["a","b"],"weather":["rain"],"name":["Title"],"#
                + #""published":["2025-01-02T03:04:05Z"]"#
        )
        let operations =
            #""replace":{"content":["y"]},"add":{"category":["c","a"],"mood":["good"]},"delete":{"category":["b"]}"#
        #expect(try site.update(url, operations).status == 204)
        let properties = try site.source(url)
        #expect(properties["content"] as? [String] == ["y"])
        #expect(properties["category"] as? [String] == ["a", "c"])
        #expect(properties["mood"] as? [String] == ["good"])
        #expect(properties["weather"] as? [String] == ["rain"])
        #expect(properties["name"] as? [String] == ["Title"])
        #expect(properties["published"] as? [String] == ["2025-01-02T03:04:05Z"])
    }

    @Test(
        "what is added twice is there once, and the last value that goes takes the property along"
    )
    func edges() throws {
        let url = try site.create(#""content":["x"],"category":["edge"]"#)
        #expect(try site.update(url, #""add":{"category":["edge","edge"]}"#).status == 204)
        #expect(try site.strings("category", of: url) == ["edge"])
        #expect(try site.update(url, #""delete":{"category":["z"],"never":["y"]}"#).status == 204)
        #expect(try site.update(url, #""delete":["never-was"]"#).status == 204)
        #expect(try site.strings("category", of: url) == ["edge"])
        #expect(try site.update(url, #""delete":{"category":["edge"]}"#).status == 204)
        #expect(try site.source(url)["category"] == nil)
        #expect(try site.page("/tag/edge").status == 404)
    }

    @Test("a change shows at once on the page, in the lists, in the file")
    func shows() throws {
        let url = try site.create(#""content":["Former words"],"mp-slug":["at-once"]"#)
        let tag = try #require(try site.page(url)["ETag"])
        #expect(try site.update(url, #""replace":{"content":["Latter words"]}"#).status == 204)
        for list in [url, "/", "/feed.rss"] {
            let text = try site.page(list).text
            #expect(text.contains("Latter words") && !text.contains("Former words"), "\(list)")
        }
        #expect(try site.page(url, headers: [("If-None-Match", tag)]).status == 200)
        let file = try #require(site.files(in: "notes").first { $0.hasSuffix("/at-once.md") })
        let bytes = FileManager.default.contents(atPath: site.site.path + "/notes/" + file)
        #expect(bytes == Data("Latter words".utf8))
    }

    @Test("twenty updates at once all count")
    func parallel() async throws {
        let site = site
        let url = try site.create(#""content":["x"]"#)
        let answers = try await Many.times(20) { try site.update(url, #""add":{"category":["tag\#($0)"]}"#) }
        #expect(answers.allSatisfy { $0.status == 204 })
        #expect(try Set(site.strings("category", of: url)) == Set((0..<20).map { "tag\($0)" }))
    }

    @Test("an update and a delete at once end in one of two ways, and undelete brings it back whole")
    func race() async throws {
        let site = site
        for _ in 0..<5 {
            let url = try site.create(#""content":["old"],"category":["old"]"#)
            let answers = try await Many.times(2) { number in
                number == 0
                    ? try site.update(url, #""replace":{"content":["new"],"category":["new"]}"#)
                    : try site.post(form: "action=delete&url=\(url)")
            }
            // It comes before the delete, or after it.
            #expect([204, 400].contains(answers[0].status))
            #expect(answers[1].status == 204)
            #expect(try site.page(url).status == 410)
            #expect(try site.post(form: "action=undelete&url=\(url)").status == 204)
            let properties = try site.source(url)
            let expected = answers[0].status == 204 ? ["new"] : ["old"]
            #expect(properties["content"] as? [String] == expected)
            #expect(properties["category"] as? [String] == expected)
        }
    }
}
