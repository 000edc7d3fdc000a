import Microformats
import Testing

@Suite("HTMLText")
struct HTMLTextTests {
    @Test(
        "the five characters are escaped, the rest is untouched",
        arguments: [
            ("<a href=\"x\">'&'</a>", "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;"),
            ("&amp;", "&amp;amp;"), ("", ""), ("Ελληνικά 🎉\r\n", "Ελληνικά 🎉\r\n"),
        ]
    )
    func escape(text: String, expected: String) {
        #expect(HTMLText.escape(text) == expected)
    }
}
