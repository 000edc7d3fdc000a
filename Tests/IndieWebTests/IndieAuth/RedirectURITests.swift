import IndieWeb
import Testing

@Suite("Redirect addresses")
struct RedirectURITests {
    @Test(
        "IA-S-11 addresses are kept byte for byte",
        arguments: [
            ("https://app.example/back?a=b", "app.example"), ("https://App.example:8443", "app.example:8443"),
            ("http://127.0.0.1:49152/cb", "127.0.0.1:49152"), ("http://[::1]:1/", "[::1]:1"),
            ("com.example.app:/back", "com.example.app:"), ("indigenous://auth", "indigenous:"),
            ("a+b-c.d:x", "a+b-c.d:"),
        ]
    )
    func valid(text: String, display: String) throws {
        let redirect = try #require(RedirectURI(text))
        #expect(redirect.text == text && redirect.description == text && redirect.display == display)
        #expect((redirect.address == nil) == !text.hasPrefix("http"))
    }

    @Test(
        "IA-S-11 what a browser must not be sent to",
        arguments: [
            "", "back", "/back", "//app.example/back", "?a", "#a", "https://app.example/#a", "https://app.example/#",
            "app:/x#y", "https://u@app.example/", "https://u:p@app.example/", "https://app.example/a b",
            "https://app.example/é", "https://app.example\\@b.example/", "https:", "https:/app.example/",
            "http:app.example",
            "https://", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x",
            "file:///etc/passwd",
            "blob:https://a.example/x", "about:blank", "view-source:https://a.example/", "java\nscript:alert(1)",
            " https://app.example/", "https://app.example/\r\nSet-Cookie: a=b", "app:", ":x", "1app:x", "a_b:x", "é:x",
            "mailto:a@b.example", "intent://x", "https://app.example:99999/", "https://1.2.3/",
            "app:/\"><script>",
        ]
    )
    func invalid(text: String) {
        #expect(RedirectURI(text) == nil)
    }
}
