/// Markup that may be put into a page as it is.
///
/// Only this module makes it: from ``HTMLSanitizer``, or from text by escaping.
package struct SanitizedHTML: Sendable, Equatable {
    /// The markup.
    package let markup: String

    init(markup: String) {
        self.markup = markup
    }

    /// Nothing.
    package static let empty = SanitizedHTML(markup: "")

    /// Whether there is nothing to show.
    package var isEmpty: Bool { markup.isEmpty }

    /// A text as it was written, line for line, with none of it taken for markup.
    package init(preformatted text: String) {
        // The parser drops one line break after <pre>, so the first one of the text needs another before it.
        let lead = text.hasPrefix("\n") ? "\n" : ""
        self.init(markup: "<pre>\(lead)\(HTMLText.escape(text))</pre>\n")
    }
}
