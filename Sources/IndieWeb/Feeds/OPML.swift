package import Foundation

/// A list of feeds in OPML 2.0, for readers that subscribe to several at once.
package struct OPML: Sendable {
    /// The media type to serve it with, the one that the specification asks for.
    package static let contentType = "text/x-opml; charset=utf-8"

    /// A feed to subscribe to.
    package struct Subscription: Sendable, Equatable {
        /// What the feed is called.
        package var title: String
        /// The address of the feed.
        package var xmlURL: String
        /// The address of the page that the feed follows.
        package var htmlURL: String
        /// What the feed is about.
        package var summary: String?
        /// The language of its texts, `en`.
        package var language: String?

        /// Creates a subscription. All addresses are absolute.
        package init(
            title: String,
            xmlURL: String,
            htmlURL: String,
            summary: String? = nil,
            language: String? = nil
        ) {
            self.title = title
            self.xmlURL = xmlURL
            self.htmlURL = htmlURL
            self.summary = summary
            self.language = language
        }
    }

    private let title: String
    private let modified: Date?
    private let ownerName: String?
    private let ownerURL: String?
    private let subscriptions: [Subscription]

    /// Creates a list.
    ///
    /// - Parameters:
    ///   - title: what the list is called.
    ///   - modified: when its feeds changed last, when known; never the time at which the list is written.
    ///   - ownerName: whose list it is.
    ///   - ownerURL: the address of whose list it is.
    ///   - subscriptions: the feeds, in the order to show them.
    package init(
        title: String,
        modified: Date?,
        ownerName: String?,
        ownerURL: String?,
        subscriptions: [Subscription]
    ) {
        self.title = title
        self.modified = modified
        self.ownerName = ownerName
        self.ownerURL = ownerURL
        self.subscriptions = subscriptions
    }

    /// The document.
    package var xml: String {
        var writer = XMLWriter()
        writer.element("opml", ["version": "2.0"]) { writer in
            writer.element("head") { writer in
                writer.element("title", text: title)
                if let modified { writer.element("dateModified", text: CivilTime(modified).rfc822) }
                if let ownerName { writer.element("ownerName", text: ownerName) }
                if let ownerURL { writer.element("ownerId", text: ownerURL) }
                writer.element("docs", text: "https://opml.org/spec2.opml")
            }
            writer.element("body") { writer in
                for subscription in subscriptions { write(subscription, to: &writer) }
            }
        }
        return writer.document
    }

    private func write(_ subscription: Subscription, to writer: inout XMLWriter) {
        writer.element(
            "outline",
            [
                // `rss` stands for feeds of every format.
                "type": "rss",
                "text": subscription.title,
                "title": subscription.title,
                "description": subscription.summary,
                "language": subscription.language,
                "htmlUrl": subscription.htmlURL,
                "xmlUrl": subscription.xmlURL,
            ]
        )
    }
}
