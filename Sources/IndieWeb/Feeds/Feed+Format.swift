extension Feed {
    /// A format that readers understand, the one that a reader without a wish gets first.
    package enum Format: String, Sendable, CaseIterable {
        /// RSS 2.0.
        case rss
        /// Atom 1.0 (RFC 4287).
        case atom
        /// JSON Feed 1.1.
        case json

        /// What people call it.
        package var name: String {
            switch self {
            case .rss: "RSS"
            case .atom: "Atom"
            case .json: "JSON Feed"
            }
        }

        /// The media types that a reader may ask for it by; the first is the one it is served with.
        package var mediaTypes: [String] {
            switch self {
            case .rss: ["application/rss+xml"]
            case .atom: ["application/atom+xml"]
            case .json: ["application/feed+json", "application/json"]
            }
        }

        /// The value of the header `Content-Type`.
        package var contentType: String {
            switch self {
            case .rss: RSSFeed.contentType
            case .atom: AtomFeed.contentType
            case .json: JSONFeed.contentType
            }
        }

        /// The document in this format.
        ///
        /// - Parameters:
        ///   - feed: what it says.
        ///   - selfURL: the address at which this format of the feed is served.
        ///   - nextURL: the address of the entries before these, when there are any.
        /// - Returns: its text, to be served as UTF-8.
        package func document(of feed: Feed, selfURL: String, nextURL: String? = nil) -> String {
            switch self {
            case .rss: RSSFeed(feed, selfURL: selfURL, nextURL: nextURL).xml
            case .atom: AtomFeed(feed, selfURL: selfURL, nextURL: nextURL).xml
            case .json: JSONFeed(feed, selfURL: selfURL, nextURL: nextURL).json
            }
        }
    }
}
