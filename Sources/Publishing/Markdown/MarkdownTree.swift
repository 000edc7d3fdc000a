import CCMarkGFM
import Foundation
import Microformats

/// A Markdown text taken apart by cmark-gfm, and freed with its owner.
struct MarkdownTree: ~Copyable {
    private let tree: UnsafeMutablePointer<starpunk_markdown_tree>

    private var document: OpaquePointer { tree.pointee.document }

    /// cmark's registry of extensions is a global list without a lock: filled once, before the first parser is made.
    private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()

    /// Held while a text is parsed: the characters that extensions look for are a table that all threads share.
    private static let table = NSLock()

    /// Parses a text, or gives nil for one that ``MarkdownCost`` refuses, or that would need more memory than its limit.
    init?(_ markdown: String) {
        var markdown = markdown
        let tree: UnsafeMutablePointer<starpunk_markdown_tree>? = markdown.withUTF8 { bytes in
            guard MarkdownCost.isAffordable(bytes) else { return nil }
            _ = Self.registered
            return bytes.withMemoryRebound(to: CChar.self) { characters in
                Self.table.withLock {
                    starpunk_markdown_parse(characters.baseAddress, characters.count, MarkdownCost.maximumMemory)
                }
            }
        }
        guard let tree else { return nil }
        self.tree = tree
    }

    deinit {
        starpunk_markdown_free(tree)
    }

    /// The tree in HTML, not fit for a page before it is sanitised; nil when that would need more memory than the limit,
    /// or be longer than what is ever parsed again.
    var html: String? {
        guard let html = starpunk_markdown_html(tree) else { return nil }
        let length = strlen(html)
        guard length <= HTMLDocument.Limits.standard.bytes else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: html, count: length), as: UTF8.self)
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
