import Foundation
import IndieWeb
import Testing

@Suite("XMLWriter")
struct XMLWriterTests {
    @Test("text and attributes are escaped, a nil attribute is left out")
    func escaping() {
        var writer = XMLWriter()
        writer.element("a", ["b": "\"<&>'\"", "c": nil], text: "1 < 2 & \"3\" > 2")
        #expect(
            writer.document
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<a b=\"&quot;&lt;&amp;&gt;'&quot;\">1 &lt; 2 &amp; &quot;3&quot; &gt; 2</a>\n"
        )
    }

    @Test(
        "characters that XML 1.0 forbids are left out",
        arguments: ["\u{0}", "\u{8}", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"]
    )
    func forbidden(character: String) {
        var writer = XMLWriter()
        writer.element("a", text: "x\(character)y")
        writer.element("b", cdata: "x\(character)y")
        #expect(writer.document.hasSuffix("<a>xy</a>\n<b><![CDATA[xy]]></b>\n"))
    }

    @Test(
        "an end of a CDATA section within it is split",
        arguments: ["]]>", "a]]>b]]>", "]]]]>>", "]]", "]]>]]>", "a]]>\u{301}"]
    )
    func cdata(text: String) throws {
        var writer = XMLWriter()
        writer.element("a", cdata: text)
        #expect(try XMLText(of: writer.document).text == text)
    }

    @Test("elements nest with two spaces a level")
    func nesting() {
        var writer = XMLWriter()
        writer.element("a") { $0.element("b") { $0.element("c") } }
        #expect(writer.document.hasSuffix("<a>\n  <b>\n    <c/>\n  </b>\n</a>\n"))
    }
}
