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
        guard let html = Self.html(of: markdown, keepingTitle: keepingTitle), let clean = sanitizer.sanitize(html)
        else {
            return SanitizedHTML(preformatted: markdown)
        }
        return clean
    }

    /// What Markdown means in HTML. The tree is gone before the sanitiser builds its own.
    private static func html(of markdown: String, keepingTitle: Bool) -> String? {
        guard var tree = MarkdownTree(markdown) else { return nil }
        if !keepingTitle, MarkdownSummary.startsWithTitle(markdown) { tree.removeLeadingHeading() }
        return tree.html
    }
}
