import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The character data of a document as an XML parser reads it, so that a test judges what a reader would see.
struct XMLText {
    let text: String

    init(of document: String) throws {
        let collector = Collector()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = collector
        guard parser.parse() else { throw NotWellFormed() }
        text = collector.text
    }

    struct NotWellFormed: Error {}

    private final class Collector: NSObject, XMLParserDelegate {
        var text = ""

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func parser(_ parser: XMLParser, foundCDATA block: Data) { text += String(decoding: block, as: UTF8.self) }
    }
}
