package import Foundation

/// What a feed says, whatever its format.
package struct Feed: Sendable, Equatable {
    /// What identifies the feed for ever, an IRI (RFC 4287, section 4.2.6).
    package var id: String
    /// The name of the site.
    package var title: String
    /// What the site is about, never empty: RSS requires it.
    package var summary: String
    /// The address of the page that the feed follows.
    package var homeURL: String
    /// The language of the texts, `en`.
    package var language: String
    /// Who writes.
    package var authorName: String?
    /// The address of who writes.
    package var authorURL: String?
    /// A picture of who writes.
    package var authorPhoto: String?
    /// A square picture of the site.
    package var icon: String?
    /// The WebSub hubs that are told of changes.
    package var hubs: [String]
    /// Where the members that StarPunk adds to JSON Feed are explained.
    package var aboutURL: String?
    /// The entries, newest first. All formats keep this order.
    package var items: [Item]

    /// Creates a feed. All addresses are absolute; without an id, the address of its page is the id.
    package init(
        id: String? = nil,
        title: String,
        summary: String,
        homeURL: String,
        language: String,
        authorName: String?,
        authorURL: String? = nil,
        authorPhoto: String? = nil,
        icon: String? = nil,
        hubs: [String] = [],
        aboutURL: String? = nil,
        items: [Item]
    ) {
        self.id = id ?? homeURL
        self.title = title
        self.summary = summary
        self.homeURL = homeURL
        self.language = language
        self.authorName = authorName
        self.authorURL = authorURL
        self.authorPhoto = authorPhoto
        self.icon = icon
        self.hubs = hubs
        self.aboutURL = aboutURL
        self.items = items
    }

    /// The newest change of any entry; nil for an empty feed. Never the time at which the feed was written, so that the
    /// same notes always give the same bytes.
    package var updated: Date? {
        items.map(\.changed).max()
    }
}
