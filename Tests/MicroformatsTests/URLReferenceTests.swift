import Microformats
import Testing

@Suite("URLReference")
struct URLReferenceTests {
    /// RFC 3986, sections 5.4.1 and 5.4.2, against `http://a/b/c/d;p?q`.
    @Test(
        "the examples of RFC 3986",
        arguments: [
            ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"),
            (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"),
            ("../..", "http://a/"), ("../../", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"), ("g?y/./x", "http://a/b/c/g?y/./x"), ("g#s/../x", "http://a/b/c/g#s/../x"),
        ]
    )
    func examples(reference: String, expected: String) throws {
        let base = try #require(URLReference("http://a/b/c/d;p?q"))
        #expect(URLReference(reference)?.resolved(against: base).description == expected)
    }

    @Test("what a browser ignores is gone before the scheme is read")
    func cleaning() {
        #expect(URLReference(" java\n\tscript:x ")?.scheme == "javascript")
        #expect(URLReference("HTTPS://a/")?.description == "https://a/")
    }

    @Test("a control character or a broken scheme makes no reference", arguments: ["a\u{1}b", "1a:b", ":b", "a b:c"])
    func refused(text: String) {
        #expect(URLReference(text) == nil)
    }
}
