import CCMarkGFM

/// A Markdown text taken apart by cmark-gfm, and freed with its owner.
struct MarkdownTree: ~Copyable {
    // The extensions that render the tree belong to the parser, so both live equally long.
    private let parser: OpaquePointer
    private let document: OpaquePointer

    /// cmark's registry of extensions is a global list without a lock: filled once, before the first parser is made.
    private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()

    /// Parses a text, or gives nil for one that ``MarkdownCost`` refuses.
    init?(_ markdown: String) {
        var markdown = markdown
        let nodes: (OpaquePointer, OpaquePointer)? = markdown.withUTF8 { bytes in
            guard MarkdownCost.isAffordable(bytes) else { return nil }
            _ = Self.registered
            guard let parser = starpunk_markdown_parser() else { return nil }
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
            guard let document = cmark_parser_finish(parser) else {
                cmark_parser_free(parser)
                return nil
            }
            return (parser, document)
        }
        guard let nodes else { return nil }
        (parser, document) = nodes
    }

    deinit {
        cmark_node_free(document)
        cmark_parser_free(parser)
    }

    /// The tree in HTML, not fit for a page before it is sanitised.
    var html: String {
        guard let html = starpunk_markdown_html(document, parser) else { return "" }
        defer { free(html) }
        return String(cString: html)
    }

    /// The words of the whole text, a line for each line a reader sees.
    var plainText: String {
        Self.words(of: document)
    }

    /// The words of the heading that the text begins with, or nil when it begins with anything else.
    var leadingHeading: String? {
        leadingHeadingNode.map { Self.words(of: $0) }
    }

    /// Takes the heading that the text begins with out of the tree.
    mutating func removeLeadingHeading() {
        guard let heading = leadingHeadingNode else { return }
        cmark_node_unlink(heading)
        cmark_node_free(heading)
    }

    private var leadingHeadingNode: OpaquePointer? {
        guard let first = cmark_node_first_child(document), cmark_node_get_type(first) == CMARK_NODE_HEADING else {
            return nil
        }
        return first
    }

    private static func words(of node: OpaquePointer) -> String {
        guard let iterator = cmark_iter_new(node) else { return "" }
        defer { cmark_iter_free(iterator) }
        var text = ""
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return text }
            let type = cmark_node_get_type(node)
            switch type {
            case CMARK_NODE_FOOTNOTE_DEFINITION:
                // Footnotes come after all else.
                return text
            case CMARK_NODE_TEXT, CMARK_NODE_CODE, CMARK_NODE_CODE_BLOCK:
                if let literal = cmark_node_get_literal(node) { text += String(cString: literal) }
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
                text += "\n"
            default:
                if event == CMARK_EVENT_EXIT, isBlock(type) { text += "\n" }
            }
        }
    }

    private static func isBlock(_ type: cmark_node_type) -> Bool {
        type.rawValue & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_PRESENT)
    }
}
