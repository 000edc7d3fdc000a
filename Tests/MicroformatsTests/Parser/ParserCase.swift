import Microformats
import Testing

/// A piece of a page and what is found in it, as canonical JSON without spaces.
struct ParserCase: Sendable, CustomTestStringConvertible {
    let html: String
    let json: String

    init(_ html: String, _ json: String) {
        self.html = html
        self.json = json
    }

    var testDescription: String { html }

    static let page = "https://example.com/folder/page?q"

    /// Compares the items of the page with the JSON, which is written with `'` for `"`.
    func expectItems(_ location: SourceLocation = #_sourceLocation) throws {
        let document = try #require(MicroformatsDocument(html: html, url: Self.page), sourceLocation: location)
        let found = document.items.map(MicroformatsJSON.text(of:)).joined(separator: ",")
        #expect(found == json.replacing("'", with: "\""), sourceLocation: location)
    }

    /// Compares the properties of the page's one item with the JSON.
    func expectProperties(_ location: SourceLocation = #_sourceLocation) throws {
        let document = try #require(MicroformatsDocument(html: html, url: Self.page), sourceLocation: location)
        let item = try #require(document.items.first, sourceLocation: location)
        let found = MicroformatsJSON.properties(of: item)
        #expect(found == json.replacing("'", with: "\""), sourceLocation: location)
    }
}
