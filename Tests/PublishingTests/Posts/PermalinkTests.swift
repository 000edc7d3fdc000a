import Publishing
import Testing

@Suite("Permalink")
struct PermalinkTests {
    @Test(
        "the slug becomes one segment of the path, whatever is in it",
        arguments: [
            ("first-light", "https://example.com/note/first-light"),
            ("a b/c?d#e", "https://example.com/note/a%20b%2Fc%3Fd%23e"),
            ("é", "https://example.com/note/%C3%A9"),
        ]
    )
    func url(slug: String, url: String) {
        #expect(Permalink(siteURL: "https://example.com/", slug: slug).url == url)
    }

    @Test(
        "an address is known in all its spellings",
        arguments: [
            ("https://example.com/note/a", "https://example.com/"),
            ("http://example.com/notes/a/", "https://example.com/"),
            ("https://EXAMPLE.com:443/note/a", "https://example.com/"),
            ("http://example.com:80/note/a", "https://example.com/"),
            ("http://example.com/note/a", "http://example.com:80/"),
            ("https://b\u{FC}cher.example/note/a", "https://xn--bcher-kva.example/"),
            ("http://127.0.0.1:8000/note/a", "http://127.0.0.1:8000/"),
            ("https://my_host/note/a", "http://MY_host/"),
            ("https://example.com/blog/note/a", "https://example.com/blog/"),
        ]
    )
    func known(url: String, siteURL: String) {
        #expect(Permalink(url: url, siteURL: siteURL)?.slug == "a")
    }

    @Test(
        "another address is not",
        arguments: [
            "https://example.com:8443/note/a", "http://example.com:443/note/a", "https://example.org/note/a",
            "https://a@example.com/note/a", "//example.com/note/a", "/note/a", "ftp://example.com/note/a",
            "https://example.com/tag/a", "https://example.com/note/a/b", "https://example.com:/x/note/a",
        ]
    )
    func unknown(url: String) {
        #expect(Permalink(url: url, siteURL: "https://example.com/") == nil)
    }
}
