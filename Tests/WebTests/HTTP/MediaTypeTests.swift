import Testing
import Web

@Suite("MediaType")
struct MediaTypeTests {
    @Test(
        "the essence is in lower case and without parameters",
        arguments: [
            ("application/x-www-form-urlencoded;charset=UTF-8", "application/x-www-form-urlencoded"),
            ("Application/X-WWW-Form-URLEncoded ; Charset = utf-8", nil),
            ("APPLICATION/JSON", "application/json"),
            ("application/ld+json;", "application/ld+json"),
            (" text/html \t;; ;q=\"\" ; ", "text/html"),
            ("", nil), ("text", nil), ("text/", nil), ("/html", nil), ("text /html", nil), ("text/html/x", nil),
            ("text/html; charset", "text/html"), ("text/html; charset= ; q=1", "text/html"),
            ("text/html; charset; charset=utf-8", "text/html"),
            ("text/html, text/plain", nil), ("text/html; =utf-8", nil), ("text/html; charset x", nil),
            ("text/html; charset=\"utf-8", nil), ("text/html; charset=utf-8 x", nil),
            ("text/html; charset=utf-8; CHARSET=utf-7", nil), ("text/html; a=\"\u{0}\"", nil), ("täxt/html", nil),
        ]
    )
    func essence(field: String, essence: String?) {
        #expect(MediaType(field)?.essence == essence)
    }

    @Test("parameters are found in any case and come out of their quotes")
    func parameters() throws {
        let type = try #require(
            MediaType("multipart/form-data; CharSet=\"UTF-8\";Boundary=\"a \\\"b\\\" \\c; ü\"; x=1")
        )
        #expect(type.type == "multipart")
        #expect(type.charset == "utf-8")
        #expect(type.boundary == "a \"b\" c; ü")
        #expect(type[parameter: "X"] == "1")
        #expect(type[parameter: "y"] == nil)
    }

    @Test(
        "a boundary need not be quoted, whatever is in it",
        arguments: [
            ("----=_Part_1_2.3", "----=_Part_1_2.3"), ("a:b/c; charset=utf-8", "a:b/c"), ("\"a b\"", "a b"),
            ("(x),y+z?=", "(x),y+z?="), ("plain ;", "plain"), ("", nil), ("a b", nil), ("a\"b", nil),
        ]
    )
    func boundary(field: String, boundary: String?) {
        #expect(MediaType("multipart/form-data; boundary=\(field)")?.boundary == boundary)
    }

    @Test("types that say the same are equal")
    func equality() {
        #expect(MediaType("text/html;charset=utf-8") == MediaType("TEXT/HTML; Charset=\"utf-8\""))
        #expect(MediaType("text/html") != MediaType("text/html; charset=utf-8"))
    }
}
