import Microformats
import Testing
import Web

@Suite("HTML")
struct HTMLTests {
    @Test("text is escaped, between tags and within attributes")
    func text() {
        let name = "<b>\"Bob\" & 'Al'</b>"
        let html: HTML = "<p title=\"\(name)\">\(name)</p>"
        let escaped = "&lt;b&gt;&quot;Bob&quot; &amp; &#39;Al&#39;&lt;/b&gt;"
        #expect(html.markup == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test("markup goes in as it is; nothing, a loop and a number too")
    func markup() {
        let item: HTML = "<li>\("&")</li>"
        let nothing: HTML? = nil
        let list: HTML = "<ol>\([item, item])\(nothing)</ol>\(42)"
        #expect(list.markup == "<ol><li>&amp;</li><li>&amp;</li></ol>42")
    }

    @Test("what the sanitiser let pass goes in as it is")
    func sanitized() throws {
        let clean = try #require(HTMLSanitizer().sanitize("<em onclick=x>a</em>"))
        let html: HTML = "<p>\(raw: clean)</p>"
        #expect(html.markup == "<p><em>a</em></p>")
    }
}
