import HTTPTypes
import Testing
import Web

@Suite("GET /opml.xml, /sitemap.xml, /robots.txt")
struct SiteFilesTests {
    @Test("200 with the three feeds of the site")
    func opml() async throws {
        let response = try await FixtureSite().get("/opml.xml")
        #expect(response.headers[.contentType] == "text/x-opml; charset=utf-8")
        #expect(response.text.split(separator: "<outline ").count == 4)
        for name in ["rss", "atom", "json"] {
            #expect(response.text.contains("xmlUrl=\"https://alice.example.com/feed.\(name)\""))
        }
    }

    @Test("200 with the home page and every public post, oldest first, and when they changed")
    func sitemap() async throws {
        let response = try await FixtureSite().get("/sitemap.xml")
        #expect(response.headers[.contentType] == "application/xml; charset=utf-8")
        let addresses = response.text.matches(of: /<loc>(.*)<\/loc>/).map { String($0.1) }
        #expect(
            addresses
                == ["", "note/first-light", "note/hello-indieweb", "note/cafe-uber-zoo"].map {
                    "https://alice.example.com/\($0)"
                }
        )
        #expect(response.text.contains("<lastmod>2025-11-20T09:30:00+00:00</lastmod>"))
    }

    @Test("404 for a part that is not there", arguments: ["0.xml", "2.xml", "01.xml", "1", "x.xml", "-1.xml"])
    func parts(name: String) async throws {
        #expect(try await FixtureSite().get("/sitemap/\(name)").status == .notFound)
    }

    @Test("200 with the way to the sitemap")
    func robots() async throws {
        let response = try await FixtureSite().get("/robots.txt")
        #expect(response.headers[.contentType] == "text/plain; charset=utf-8")
        #expect(response.text.contains("Sitemap: https://alice.example.com/sitemap.xml\n"))
        #expect(response.text.contains("Disallow: /admin/\n"))
    }
}
