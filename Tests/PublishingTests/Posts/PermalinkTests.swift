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
}
