import Microformats
import Testing

@Suite("HTMLDocument")
struct HTMLDocumentTests {
    @Test("a page has html, head and body, also when they are not written")
    func page() throws {
        let document = try parse("<title>A</title><p>B", as: .page)
        document.withRoot { root in
            #expect(root.name == "html")
            #expect(root.children.compactMap(\.element).map(\.name) == ["head", "body"])
            #expect(root.textContent == "AB")
        }
    }

    @Test("names and attributes are in lower case, entities are decoded")
    func elements() throws {
        let document = try parse("<DIV Class='a&amp;b' DATA-x>1 &lt; 2<!-- c --></DIV><My-Tag>", as: .fragment)
        document.withRoot { root in
            let elements = root.children.compactMap(\.element)
            #expect(elements.map(\.name) == ["div", "my-tag"])
            #expect(elements.first?.attribute("class") == "a&b")
            #expect(elements.first?.attribute("data-x") == "")
            #expect(elements.first?.attribute("id") == nil)
            #expect(elements.first?.textContent == "1 < 2")
        }
    }

    @Test("an empty text and one that is not UTF-8 are parsed too")
    func oddTexts() throws {
        try parse("", as: .page).withRoot { #expect($0.textContent == "") }
        try parse("a\u{0}b\u{FFFF}", as: .fragment).withRoot { #expect($0.textContent.hasPrefix("a")) }
    }

    @Test("a script full of comparisons is no depth")
    func script() {
        let script = "<script>" + String(repeating: "if(a<b)c();", count: 5_000) + "</script><p>x"
        #expect(throws: Never.self) { _ = try parse(script, as: .page) }
    }

    @Test("a short text that asks for a huge tree is refused, and what it took is given back")
    func memory() {
        let bold = (1...400).map { "<b a=\($0)>" }.joined()
        let bomb = "<p>" + bold + String(repeating: "<p>x", count: 100_000)
        let refused =
            HTMLDocument(bomb, as: .fragment, limits: .init(bytes: 8 << 20, depth: 512, memory: 64 << 20)) == nil
        #expect(refused)
    }

    @Test(
        "a tag with more attributes than any page has is refused, and so is a page that gathers as many on one element",
        arguments: [
            "<p \(attributes(300))>x", "</p \(attributes(300))>x", "<p \(attributes(300))",
            "<p title='>' \(attributes(300))>", "<p/\(attributes(300))>", "<p a = \">\" \(attributes(300))>",
            (1...300).map { "<body a\($0)>" }.joined(), (1...300).map { "<html a\($0)=1>" }.joined(),
        ]
    )
    func tooManyAttributes(html: String) {
        let refused = HTMLDocument(html, as: .page) == nil
        #expect(refused)
    }

    @Test(
        "a value of many words is one attribute, and a script has none",
        arguments: [
            "<p title=\"\(words)\" \(attributes(200))>x", "<p title = '\(words)'>x", "<script>a<b \(words)</script>x",
        ]
    )
    func longValues(html: String) throws {
        try parse(html, as: .fragment).withRoot { #expect($0.textContent.hasSuffix("x")) }
    }

    @Test(
        "a text whose end tags are none is refused for the depth of its tree",
        arguments: ["<div><!--</div>-->", "<i title='</i>'>", "<div><table></div></table>"]
    )
    func disguisedDepth(unit: String) {
        let refused = HTMLDocument(String(repeating: unit, count: 4_000), as: .page) == nil
        #expect(refused)
    }

    @Test("a text that makes the parser compare without end is given up", .timeLimit(.minutes(1)))
    func time() {
        // Each of the formatting elements that are open is compared with each new one, attribute by attribute.
        let bold = (1...500).map { "<b \(attributes(250)) z=\($0)>" }.joined()
        let refused = HTMLDocument(bold, as: .fragment) == nil
        #expect(refused)
    }

    @Test("a text above the size limit is refused")
    func size() {
        let refused = HTMLDocument("abcdef", as: .fragment, limits: .init(bytes: 5, depth: 5, memory: 1 << 20)) == nil
        #expect(refused)
    }
}

private let words = String(repeating: "word ", count: 1_000)

private func attributes(_ count: Int) -> String {
    (1...count).map { "a\($0)=1" }.joined(separator: " ")
}

/// A parsed text; `#require` cannot hand on what cannot be copied.
func parse(_ html: String, as kind: HTMLDocument.Kind) throws -> HTMLDocument {
    guard let document = HTMLDocument(html, as: kind) else { throw Refused() }
    return document
}

private struct Refused: Error {}

extension HTMLNode {
    fileprivate var element: HTMLElement? {
        if case .element(let element) = self { element } else { nil }
    }
}
