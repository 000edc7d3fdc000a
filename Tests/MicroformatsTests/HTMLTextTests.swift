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

    @Test(
        "characters that markup cannot hold are left out",
        arguments: [
            ("a\u{0}\u{1}b\u{8}\u{B}c\u{E}\u{1F}<\u{7F}", "abc&lt;"), ("a\u{80}\u{9F}b", "ab"),
            ("\(noncharacter)a\u{FFFE}b\u{FFFF}\u{1FFFE}\u{10FFFF}", "ab"),
            ("\t\n\u{C}\r\u{A0}©\u{FEFF}\u{FFFD}\u{FDCF}🎉", "\t\n\u{C}\r\u{A0}©\u{FEFF}\u{FFFD}\u{FDCF}🎉"),
        ]
    )
    func unwritable(text: String, expected: String) {
        #expect(HTMLText.escape(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }
}

/// U+FDD0, which a literal cannot name.
private let noncharacter = String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self)
