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
        /// Words in which no character has a meaning, where a client said so.
        case plain = "text/plain"
    }

    /// The text as its author sent it.
    package let text: String
    /// How it is meant.
    package let mediaType: MediaType
    /// What else its author sent with it, a language for example; see ``MicropubContent/frame(of:)``.
    let frame: JSONObject?

    /// Creates a content.
    package init(_ text: String, mediaType: MediaType = .markdown) {
        self.init(text, mediaType: mediaType, frame: nil)
    }

    init(_ text: String, mediaType: MediaType, frame: JSONObject?) {
        self.text = text
        self.mediaType = mediaType
        self.frame = frame
    }

    /// What the text is called and how it begins.
    var summary: MarkdownSummary {
        switch mediaType {
        case .markdown: MarkdownSummary(text)
        case .html: MarkdownSummary(name: nil, plainText: HTMLText.plain(text) ?? text)
        case .plain: MarkdownSummary(name: nil, plainText: text)
        }
    }

    /// The text without markup, for the search index; Markdown reads well as it is.
    var searchableText: String {
        mediaType == .html ? HTMLText.plain(text) ?? text : text
    }

    /// The text as markup fit for a page. A Markdown title is left out where the page shows it as the post's name.
    func html(with sanitizer: HTMLSanitizer, keepingTitle: Bool) -> SanitizedHTML {
        switch mediaType {
        case .markdown: MarkdownRenderer(sanitizer).render(text, keepingTitle: keepingTitle)
        case .html: sanitizer.sanitize(text) ?? SanitizedHTML(preformatted: text)
        case .plain: sanitizer.sanitize(escaped) ?? SanitizedHTML(preformatted: text)
        }
    }

    /// The text as a paragraph of HTML, character for character and line for line.
    private var escaped: String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return "<p>\(lines.map { HTMLText.escape(String($0)) }.joined(separator: "<br>\n"))</p>\n"
    }
}

extension PostContent {
    /// The content that came as a value of the property `content`; nil for a value that is none.
    init?(_ value: JSONValue) {
        guard let content = MicropubContent(value) else { return nil }
        let mediaType: MediaType =
            switch content {
            case .markdown: .markdown
            case .html: .html
            case .text: .plain
            }
        let bare = PostContent(content.source, mediaType: mediaType)
        self.init(bare.text, mediaType: mediaType, frame: bare.value == value ? nil : MicropubContent.frame(of: value))
    }

    /// Other words, meant as these are. What was sent beside these stays, but for their plain form.
    package func replacingText(by text: String) -> PostContent {
        var frame = frame
        if frame?["value"]?.isNull == false { frame?["value"] = nil }
        let other = PostContent(text, mediaType: mediaType, frame: frame)
        // Read again, for what is left beside the words may be nothing.
        return PostContent(other.value) ?? other
    }

    /// The value of the property `content`, as it was sent.
    package var value: JSONValue {
        if let frame { return MicropubContent.value(text, in: frame) }
        switch mediaType {
        case .markdown: return .string(text)
        case .html: return ["html": .string(text)]
        case .plain: return ["text": .string(text)]
        }
    }
}
