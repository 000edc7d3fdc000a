import IndieWeb
import Testing

@Suite("RobotsTxt")
struct RobotsTxtTests {
    @Test("groups and the sitemap, byte for byte")
    func snapshot() throws {
        let robots = RobotsTxt(
            groups: [
                .init(disallow: ["/admin/", "/auth/", "/micropub"]),
                .init(userAgents: ["GPTBot", "CCBot"], disallow: ["/"]),
            ],
            sitemapURL: "https://example.com/sitemap.xml"
        )
        try expectSnapshot(robots.text, "robots.txt")
    }

    @Test("a group that forbids nothing says so, and a sitemap can be missing")
    func open() {
        #expect(RobotsTxt(groups: [.init(disallow: [])], sitemapURL: nil).text == "User-agent: *\nDisallow:\n")
    }

    @Test("no value can add a line or a comment", arguments: ["/a\n", "/\r\na", "/ a", "/#a", "/\u{0}a", "\t/a\u{7F}"])
    func injection(value: String) {
        let robots = RobotsTxt(groups: [.init(disallow: [value])], sitemapURL: nil)
        #expect(robots.text == "User-agent: *\nDisallow: /a\n")
    }
}
