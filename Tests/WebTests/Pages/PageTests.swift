import HTTPTypes
import Testing
import Web

@Suite("Every page")
struct PageTests {
    @Test(
        "has a language, a title, a description, one h1, one main and a skip link",
        arguments: [
            "/", "/?page=1", "/note/first-light", "/note/hello-indieweb", "/note/cafe-uber-zoo", "/nothing",
            "/note/removed-note", "/tag/indieweb", "/archive/2025", "/archive/2025/11", "/search", "/search?q=first",
            "/search?q=nothing-at-all",
        ]
    )
    func frame(path: String) async throws {
        let response = try await FixtureSite().get(path)
        let page = try MarkupQuery(response.text)
        #expect(response.text.hasPrefix("<!doctype html>\n"))
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.named("html").first?.attributes["lang"] == "en")
        #expect(page.named("title").count == 1)
        #expect(page.named("h1").count == 1)
        #expect(page.named("h1").first?.text.isEmpty == false)
        #expect(page.named("main").map(\.attributes["id"]) == ["main"])
        #expect(page.classed("skip").map(\.attributes["href"]) == ["#main"])
        let description = page.named("meta").first { $0.attributes["name"] == "description" }
        #expect(description?.attributes["content"]?.isEmpty == false)
        for property in ["og:title", "og:description", "og:type", "og:site_name"] {
            #expect(page.named("meta").contains { $0.attributes["property"] == property }, "\(property)")
        }
        #expect(page.named("script").isEmpty)
        #expect(page.elements.allSatisfy { $0.attributes["style"] == nil })
    }

    @Test("names its feed, and its stylesheet, which is there")
    func links() async throws {
        let site = try FixtureSite()
        let links = try MarkupQuery(try await site.get("/").text).named("link")
        let feed = try #require(links.first { $0.attributes["rel"] == "alternate" })
        #expect(feed.attributes["type"] == "application/rss+xml")
        #expect(feed.attributes["href"] == "/feed.rss")
        let stylesheet = try #require(links.first { $0.attributes["rel"] == "stylesheet" }?.attributes["href"])
        #expect(try await site.get(stylesheet).status == .ok)
        #expect(links.filter { $0.attributes["rel"] == "me" }.map(\.attributes["href"]) == ["https://github.com/alice"])
    }

    @Test("names all feeds, and a tag's page its own first")
    func feeds() async throws {
        let site = try FixtureSite()
        for (path, folders) in [("/", ["/"]), ("/tag/indieweb", ["/tag/indieweb/", "/"])] {
            let links = try MarkupQuery(try await site.get(path).text).named("link")
            let feeds = links.filter { $0.attributes["rel"] == "alternate" }.compactMap { $0.attributes["href"] }
            let expected = folders.flatMap { ["\($0)feed.rss", "\($0)feed.atom", "\($0)feed.json"] }
            #expect(feeds == expected + ["/opml.xml"])
            for feed in feeds { #expect(try await site.get(feed).status == .ok, "\(feed)") }
        }
    }

    @Test("has a search box with a label")
    func searchBox() async throws {
        for path in ["/", "/note/first-light", "/tag/indieweb", "/nothing"] {
            let page = try MarkupQuery(try await FixtureSite().get(path).text)
            let box = try #require(page.named("input").first { $0.attributes["name"] == "q" })
            #expect(page.named("label").contains { $0.attributes["for"] == box.attributes["id"] })
            #expect(page.named("form").first?.attributes["action"] == "/search")
        }
    }

    @Test("below a path, links keep the path")
    func root() async throws {
        let site = try FixtureSite(["SITE_URL": "https://example.com/~alice/"])
        let page = try MarkupQuery(try await site.get("/note/first-light").text)
        #expect(page.classed("home").map(\.attributes["href"]) == ["/~alice/"])
        #expect(
            page.classed("u-url").contains { $0.attributes["href"] == "https://example.com/~alice/note/first-light" }
        )
    }

    @Test(
        "an error page wants not to be found, and says whom to ask only when the fault is ours",
        arguments: [
            HTTPResponse.Status.badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .gone, .conflict,
            .preconditionFailed, .contentTooLarge, .unsupportedMediaType, .rangeNotSatisfiable, .tooManyRequests,
            .internalServerError, .serviceUnavailable, .insufficientStorage,
        ]
    )
    func errors(status: HTTPResponse.Status) throws {
        let head = SiteHead(name: "A", url: "https://example.com/", language: "en", stylesheet: "/s.css")
        let page = try MarkupQuery(ErrorPage(head: head, status: status, requestID: "abc").html.markup)
        #expect(page.named("h1").count == 1)
        #expect(page.named("code").map(\.text) == ["abc"])
        #expect(page.named("meta").contains { $0.attributes["content"] == "noindex" })
        #expect(!page.named("link").contains { $0.attributes["rel"] == "canonical" })
    }
}
