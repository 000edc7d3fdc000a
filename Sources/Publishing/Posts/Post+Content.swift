import IndieWeb
package import Microformats

extension Post {
    /// Where the words of a post will stand.
    package enum Place: Sendable {
        /// On the post's own page, below its title.
        case ownPage
        /// On a page of several posts, below the title of each.
        case list
        /// Away from the site, where only whole addresses lead back.
        case feed
    }

    /// The words of the post in HTML, without the title.
    package func html(at place: Place, permalink: Permalink) -> SanitizedHTML {
        var base = URLReference(permalink.url)
        if place != .feed {
            // Within the site paths do, and they hold whatever host the site is visited by.
            base?.scheme = nil
            base?.authority = nil
        }
        let sanitizer = HTMLSanitizer(
            base: base,
            // Footnotes of two posts on one page must not be taken for each other.
            idPrefix: "n\(id)-",
            topHeading: place == .list ? 3 : 2
        )
        return content.html(with: sanitizer, keepingTitle: hasAnotherTitle)
    }

    /// Whether the words have a title that is not the post's name, which the page shows above them.
    private var hasAnotherTitle: Bool {
        guard let name = properties.words("name"), MarkdownSummary.startsWithTitle(content.text) else { return false }
        return name.split(whereSeparator: \.isWhitespace) != summary.name?.split(whereSeparator: \.isWhitespace)
    }
}
