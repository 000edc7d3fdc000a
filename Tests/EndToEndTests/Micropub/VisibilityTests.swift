import Foundation
import TestSupport
import Testing

/// A post that is not for everybody, or not yet.
enum Hidden: String, CaseIterable, Sendable {
    case draft
    case privately
    case unlisted
    case scheduled
    case deleted

    var properties: String {
        switch self {
        case .draft: #","post-status":["draft"]"#
        case .privately: #","visibility":["private"]"#
        case .unlisted: #","visibility":["unlisted"]"#
        case .scheduled: #","published":["2099-01-01T00:00:00Z"]"#
        case .deleted: ""
        }
    }

    /// What its address answers.
    var status: Int {
        switch self {
        case .draft, .privately, .scheduled: 404
        case .unlisted: 200
        case .deleted: 410
        }
    }
}

@Suite("Posts that are not for everybody", .served)
struct VisibilityTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    /// The addresses that list posts whatever they are, for a post with this word, all of them there.
    private static func lists(word: String) -> [String] {
        let year = Calendar(identifier: .gregorian).component(.year, from: Date())
        return [
            "/", "/feed.rss", "/feed.xml", "/feed.atom", "/feed.json", "/feed", "/sitemap.xml", "/archive/\(year)",
            "/search?q=\(word)", "/api/search?q=\(word)",
        ]
    }

    /// Those that list posts of a tag, which are there when one has it.
    private static func lists(tag: String) -> [String] {
        ["", "/feed.rss", "/feed.atom", "/feed.json"].map { "/tag/\(tag)\($0)" }
    }

    private func post(_ name: String, _ properties: String) throws -> String {
        let content =
            #""content":["\#(name)word and \#(name)secret"],"category":["\#(name)tag"],"name":["\#(name)name"]"#
        return try site.create(content + #","mp-slug":["\#(name)-slug"]"# + properties)
    }

    private func expectNotListed(_ name: String) throws {
        // No archive is of nothing but what is hidden.
        if try site.page("/note/beside").status == 404 { _ = try site.create(#""content":["x"],"mp-slug":["beside"]"#) }
        func expect(_ status: Int, at list: String) throws {
            let answer = try site.page(list, headers: [("Accept", "*/*")])
            #expect(answer.status == status, "\(list)")
            for mark in ["\(name)-slug", "\(name)secret", "\(name)name"] {
                #expect(!answer.text.contains(mark), "\(list)")
            }
        }
        for list in Self.lists(word: "\(name)word") + ["/opml.xml"] { try expect(200, at: list) }
        for list in Self.lists(tag: "\(name)tag") + ["/?page=2", "/archive/2099", "/archive/2099/01"] {
            try expect(404, at: list)
        }
    }

    @Test("a public one is in every list that there is")
    func listed() throws {
        let url = try post("open", "")
        for list in Self.lists(word: "openword") + Self.lists(tag: "opentag") {
            let answer = try site.page(list, headers: [("Accept", "*/*")])
            #expect(answer.status == 200 && answer.text.contains("open-slug"), "\(list)")
        }
        #expect(try site.page("/").text.contains(site.path(of: url)))
    }

    @Test("none is in a list, feed, sitemap or search", arguments: Hidden.allCases)
    func notListed(hidden: Hidden) throws {
        let url = try post(hidden.rawValue, hidden.properties)
        if hidden == .deleted { #expect(try site.post(form: "action=delete&url=\(url)").status == 204) }
        #expect(try site.page(url).status == hidden.status)
        #expect(try site.client.send("HEAD", site.path(of: url)).status == hidden.status)
        if hidden.status != 200 { #expect(try !site.page(url).text.contains("\(hidden)secret")) }
        try expectNotListed(hidden.rawValue)
    }

    @Test("the owner's client sees what state it is in", arguments: [Hidden.draft, .privately, .unlisted])
    func source(hidden: Hidden) throws {
        let url = try post("source\(hidden)", hidden.properties)
        let properties = try site.source(url)
        #expect(properties["content"] as? [String] == ["source\(hidden)word and source\(hidden)secret"])
        switch hidden {
        case .draft: #expect(properties["post-status"] as? [String] == ["draft"])
        case .privately: #expect(properties["visibility"] as? [String] == ["private"])
        default: #expect(properties["visibility"] as? [String] == ["unlisted"])
        }
    }

    @Test("an update publishes it, and another one hides it", arguments: ["draft", "private", "unlisted"])
    func published(state: String) throws {
        let property = state == "draft" ? "post-status" : "visibility"
        let shown = state == "draft" ? "published" : "public"
        let name = "later\(state)"
        let url = try post(name, #","\#(property)":["\#(state)"]"#)
        try expectNotListed(name)
        #expect(try site.update(url, #""replace":{"\#(property)":["\#(shown)"]}"#).status == 204)
        for list in ["/", "/feed.rss"] { #expect(try site.page(list).text.contains("\(name)-slug"), "\(list)") }
        #expect(try site.page(url).status == 200)
        #expect(try site.update(url, #""replace":{"\#(property)":["\#(state)"]}"#).status == 204)
        try expectNotListed(name)
    }

    @Test("a scheduled one appears when its time has come, everywhere and by itself")
    func scheduled() async throws {
        let url = try post("soon", Hidden.scheduled.properties)
        #expect(try site.page(url).status == 404)
        try expectNotListed("soon")
        let time = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down) + 3)
        let date = time.formatted(.iso8601)
        let answer = try site.update(url, #""replace":{"published":["\#(date)"]}"#)
        #expect(answer.status == 204, "\(answer.text)")
        var missing = Self.lists(word: "soonword") + Self.lists(tag: "soontag") + [url]
        let isThere = try await eventually {
            missing = try missing.filter { list in
                let answer = try site.page(list, headers: [("Accept", "*/*")])
                guard answer.status == 200, answer.text.contains("soon-slug") else { return true }
                #expect(Date() >= time, "\(list) has it before its time")
                return false
            }
            return missing.isEmpty
        }
        #expect(isThere, "not there after its time: \(missing)")
        #expect(try site.strings("published", of: url) == [date])
    }

    @Test("a validator of the home page does not outlive a change")
    func validators() throws {
        _ = try post("first", "")
        let tag = try #require(try site.page("/")["ETag"])
        #expect(try site.page("/", headers: [("If-None-Match", tag)]).status == 304)
        _ = try post("second", "")
        #expect(try site.page("/", headers: [("If-None-Match", tag)]).status == 200)
    }
}
