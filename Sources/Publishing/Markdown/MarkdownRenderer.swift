package import Microformats

/// Turns a note's Markdown into markup fit for a page.
///
/// CommonMark with GitHub's tables, strikethrough, autolinks and task lists, and footnotes; a single line break is a
/// line break. HTML in the text counts, as far as ``HTMLSanitizer`` lets it pass.
package struct MarkdownRenderer: Sendable {
    private let sanitizer: HTMLSanitizer

    /// Creates a renderer whose output fits where the sanitiser says it will stand.
    package init(_ sanitizer: HTMLSanitizer = HTMLSanitizer()) {
        self.sanitizer = sanitizer
    }

    /// The note without its title, which the page shows as the name of the entry, unless the title is to be kept.
    ///
    /// A text that would cost more to render than any note does (``MarkdownCost``) is shown as it was written.
    package func render(_ markdown: String, keepingTitle: Bool = false) -> SanitizedHTML {
        guard var tree = MarkdownTree(markdown) else { return SanitizedHTML(preformatted: markdown) }
        if !keepingTitle, MarkdownSummary.startsWithTitle(markdown) { tree.removeLeadingHeading() }
        return sanitizer.sanitize(tree.html) ?? SanitizedHTML(preformatted: markdown)
    }
}
