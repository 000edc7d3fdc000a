package import IndieWeb
import Microformats

/// The words of a post: what its file holds, and how that is meant.
package struct PostContent: Sendable, Equatable {
    /// How the text of a file is meant.
    package enum MediaType: String, Sendable {
        /// Markdown, or plain words, which are Markdown too.
        case markdown = "text/markdown"
        /// HTML, where a client sent that.
        case html = "text/html"
    }

    /// The text as its author sent it.
    package let text: String
    /// How it is meant.
    package let mediaType: MediaType

    /// Creates a content.
    package init(_ text: String, mediaType: MediaType = .markdown) {
        self.text = text
        self.mediaType = mediaType
    }

    /// What the text is called and how it begins.
    var summary: MarkdownSummary {
        switch mediaType {
        case .markdown: MarkdownSummary(text)
        case .html: MarkdownSummary(name: nil, plainText: HTMLText.plain(text) ?? text)
        }
    }

    /// The text without markup, for the search index; Markdown reads well as it is.
    var searchableText: String {
        mediaType == .html ? HTMLText.plain(text) ?? text : text
    }

    /// The text as markup fit for a page. A Markdown title is left out where the page shows it as the post's name.
    func html(with sanitizer: HTMLSanitizer, showsTitle: Bool) -> SanitizedHTML {
        switch mediaType {
        case .markdown: MarkdownRenderer(sanitizer).render(text, keepingTitle: !showsTitle)
        case .html: sanitizer.sanitize(text) ?? SanitizedHTML(preformatted: text)
        }
    }
}

extension PostContent {
    /// The content that came with a request. Words in which no character is to have a meaning are kept like any others.
    package init(_ content: MicropubContent) {
        switch content {
        case .markdown(let text), .text(let text): self.init(text)
        case .html(let text, _): self.init(text, mediaType: .html)
        }
    }

    /// The value of the property `content`.
    package var value: JSONValue {
        switch mediaType {
        case .markdown: .string(text)
        case .html: .object(["html": .string(text)])
        }
    }
}
