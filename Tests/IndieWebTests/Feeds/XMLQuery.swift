import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A document as an XML parser reads it, asked with XPath. It fails for one that is not well-formed.
struct XMLQuery {
    private let document: XMLDocument

    init(_ text: String) throws {
        document = try XMLDocument(xmlString: text, options: [.nodePreserveCDATA, .nodePreserveWhitespace])
    }

    /// The texts of the nodes that a path finds.
    func callAsFunction(_ path: String) throws -> [String] {
        try document.nodes(forXPath: path).map { $0.stringValue ?? "" }
    }

    /// The path of elements of any namespace: `/feed/entry/id`.
    static func path(_ names: String) -> String {
        names.split(separator: "/").map { $0.hasPrefix("@") ? "/\($0)" : "/*[name()='\($0)']" }.joined()
    }

    /// The texts of the elements, or of the attribute, at a path of plain names.
    func at(_ names: String) throws -> [String] { try self(Self.path(names)) }
}
