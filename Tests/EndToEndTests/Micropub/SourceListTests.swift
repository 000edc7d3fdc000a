import Foundation
import TestSupport
import Testing

@Suite("GET /micropub?q=source without an address")
struct SourceListTests {
    private let site: MicropubSite

    /// A site of its own, for what is listed is all that there is.
    init() throws {
        site = try MicropubSite()
    }

    private func post(_ number: Int, _ more: String = "") throws -> String {
        let minute = number < 10 ? "0\(number)" : "\(number)"
        return try site.create(#""content":["Number \#(number)"],"published":["2025-05-05T05:\#(minute):00Z"]\#(more)"#)
    }

    /// A page of the list: the contents, and the cursors.
    private func list(_ query: String) throws -> (contents: [String], after: String?, before: String?) {
        let answer = try site.query("q=source" + query)
        try #require(answer.status == 200, "\(answer.text)")
        let items = try #require(answer.json["items"] as? [[String: Any]])
        let contents = try items.map { item in
            #expect(item["type"] as? [String] == ["h-entry"])
            let properties = try #require(item["properties"] as? [String: Any])
            #expect((properties["url"] as? [String])?.first?.hasPrefix(site.root) == true)
            return try #require((properties["content"] as? [String])?.first ?? "")
        }
        let paging = answer.json["paging"] as? [String: Any] ?? [:]
        return (contents, paging["after"] as? String, paging["before"] as? String)
    }

    private func numbers(_ range: some Sequence<Int>) -> [String] { range.map { "Number \($0)" } }

    @Test("the newest come first, ten at a time")
    func first() throws {
        for number in 0..<12 { _ = try post(number) }
        #expect(try list("").contents == numbers((2..<12).reversed()))
        #expect(try list("&limit=3").contents == numbers([11, 10, 9]))
        #expect(try list("&limit=3&offset=2").contents == numbers([9, 8, 7]))
        #expect(try list("&limit=100").contents.count == 12)
        #expect(try list("&limit=100000").contents.count == 12)
        #expect(try list("&offset=100").contents.isEmpty)
    }

    @Test(
        "400 for a limit or cursor that is none",
        arguments: [
            "limit=-1", "limit=x", "offset=-1", "after=garbage", "before=%00", "after=nan.1", "after=2460000.5.",
            "after=1&before=1",
        ]
    )
    func invalid(query: String) throws {
        expectRefusal(try site.query("q=source&\(query)"), 400)
    }

    @Test("pages lead through all, once each, though newer ones come in between, and back")
    func paging() throws {
        for number in 0..<25 { _ = try post(number) }
        var seen: [String] = []
        var page = try list("&limit=7")
        let firstPage = page.contents
        var next = 30
        while let after = page.after, seen.count < 100 {
            seen += page.contents
            _ = try post(next)
            next += 1
            page = try list("&limit=7&after=\(MicropubSite.escaped(after))")
        }
        seen += page.contents
        #expect(seen == numbers((0..<25).reversed()))

        let second = try list("&limit=7&after=\(MicropubSite.escaped(try #require(try list("&limit=7").after)))")
        let back = try list("&limit=7&before=\(MicropubSite.escaped(try #require(second.before)))")
        #expect(try back.contents == list("&limit=7").contents)
        #expect(firstPage == numbers((18..<25).reversed()))
    }

    /// The part of a list that follows another.
    private func next(
        _ query: String,
        after page: (contents: [String], after: String?, before: String?)
    ) throws
        -> (contents: [String], after: String?, before: String?)
    {
        try list("\(query)&after=\(MicropubSite.escaped(try #require(page.after)))")
    }

    @Test("a client that publishes the drafts that it is given is given all of them")
    func draftsPublished() throws {
        let urls = try (0..<4).map { try site.create(#""content":["Number \#($0)"],"post-status":["draft"]"#) }
        let query = "&post-status=draft&order=asc&limit=2"
        let first = try list(query)
        #expect(first.contents == numbers([0, 1]))
        for url in urls.prefix(2) {
            let update = #"{"action":"update","url":"\#(url)","replace":{"post-status":["published"]}}"#
            #expect(try site.post(json: update).status == 204)
        }
        #expect(try next(query, after: first).contents == numbers([2, 3]))
    }

    @Test("a list goes on where it was, whatever becomes of the post at the border", arguments: ["redate", "delete"])
    func border(change: String) throws {
        let urls = try (0..<6).map { try post($0) }
        let first = try list("&limit=3")
        let replacement = #""url":"\#(urls[3])","replace":{"published":["2020-02-02T02:02:02Z"]}"#
        let answer =
            change == "delete"
            ? try site.post(form: "action=delete&url=\(urls[3])")
            : try site.post(json: #"{"action":"update",\#(replacement)}"#)
        #expect(answer.status == 204)
        #expect(try next("&limit=3", after: first).contents == numbers([2, 1, 0]))
    }

    @Test("the id of a post, the cursor of earlier releases, still leads on")
    func formerCursor() throws {
        for number in 0..<4 { _ = try post(number) }
        let id = try #require(try list("&limit=2").after?.split(separator: ".").last)
        #expect(try list("&limit=2&after=\(id)").contents == numbers([1, 0]))
    }

    @Test("posts of one moment are neither left out nor told twice")
    func sameMoment() throws {
        for number in 0..<9 {
            _ = try site.create(#""content":["Twin \#(number)"],"published":["2025-05-05T05:05:05Z"]"#)
        }
        var seen: [String] = []
        var page = try list("&limit=2")
        while let after = page.after, seen.count < 100 {
            seen += page.contents
            page = try list("&limit=2&after=\(MicropubSite.escaped(after))")
        }
        seen += page.contents
        #expect(seen.count == 9)
        #expect(Set(seen).count == 9)
    }

    @Test("words, types, states and properties choose")
    func choice() throws {
        _ = try post(1)
        _ = try post(2, #","photo":["https://photos.example/x.jpg"]"#)
        _ = try post(3, #","name":["A title"],"category":["walk"]"#)
        _ = try post(4, #","post-status":["draft"]"#)
        _ = try post(5, #","visibility":["unlisted"]"#)
        #expect(try list("&filter=Number%204").contents == numbers([4]))
        #expect(try list("&filter=%20&limit=2").contents == list("&limit=2").contents, "of white space is none")
        #expect(try list("&post-type=photo").contents == numbers([2]))
        #expect(try list("&post-type=article").contents == numbers([3]))
        #expect(try list("&post-status=draft").contents == numbers([4]))
        #expect(try list("&visibility=unlisted").contents == numbers([5]))
        #expect(try list("&exists=photo").contents == numbers([2]))
        #expect(try list("&not-exists=photo").contents == numbers([5, 4, 3, 1]))
        #expect(try list("&category=walk").contents == numbers([3]))
        #expect(try list("").contents == numbers([5, 4, 3, 2, 1]))
    }

    @Test("deleted posts are not listed")
    func deleted() throws {
        let url = try post(1)
        _ = try post(2)
        #expect(try site.post(form: "action=delete&url=\(url)").status == 204)
        #expect(try list("").contents == numbers([2]))
    }
}
