package import Foundation
import GRDB
import IndieWeb
package import Logging

/// What the public reads beside single posts.
extension Site {
    /// A page of a list of public posts; nil for a page that does not exist.
    package func page(
        of listing: Listing,
        at position: PagePosition,
        limit: Int = 20,
        logger: Logger
    ) async throws -> PostPage? {
        try await posts.page(of: listing, at: position, limit: limit, logger: logger)
    }

    /// Any post, also a deleted one, by its slug or a former one, for the owner and whom they let read it; nil when there
    /// is none.
    ///
    /// - Throws: ``NoteFileError`` when its file cannot be read.
    package func anyPost(slug: String) async throws -> Post? { try await posts.any(slug: slug) }

    /// A tag that a public post has, by its name or another spelling of it.
    package func tag(_ text: String) async throws -> Tag? { try await posts.tag(text) }

    /// The tags that most public posts have, in the order of the alphabet.
    package func frequentTags() async throws -> [Tag] { try await posts.frequentTags() }

    /// The years that have public posts, newest first, or the months of a year.
    package func periods(in year: Int? = nil) async throws -> [Listing] { try await posts.periods(in: year) }

    /// When the next post comes out by itself; nil when none is scheduled.
    package func nextPublication() async throws -> Date? { try await posts.nextPublication() }

    /// The addresses of all public posts within the site, oldest first, with the time of their last change.
    package func addresses() async throws -> [(relativePath: String, modified: Date)] { try await posts.addresses() }

    /// Posts that hold words.
    package func search(_ text: String, limit: Int, offset: Int) async throws -> SearchResults {
        try await SearchQuery(reader: reader, now: posts.now).results(for: text, limit: limit, offset: offset)
    }

    /// A part of a list as a feed; nil for a part that does not exist.
    package func feed(
        of listing: Listing = .site,
        at position: PagePosition = .newest,
        logger: Logger
    ) async throws -> FeedPart? {
        let siteURL = configuration.siteURL
        guard
            let page = try await posts.page(
                of: listing,
                at: position,
                limit: configuration.feedMaxItems,
                logger: logger
            )
        else { return nil }
        let origin = try await reader.read { try FeedOrigin.url(siteURL: siteURL, in: $0) }
        let author = try await author()
        let feed = Feed(
            id: origin + listing.relativePath,
            title: title(of: listing),
            summary: summary(of: listing),
            homeURL: siteURL + listing.relativePath,
            language: SiteConfiguration.language,
            authorName: author.name,
            authorURL: author.url,
            authorPhoto: author.photoURL,
            hubs: configuration.webSubHubs,
            aboutURL: configuration.aboutURL,
            items: page.posts.map { $0.feedItem(siteURL: siteURL, origin: origin) }
        )
        return FeedPart(feed: feed, posts: page.posts.map(\.id), older: page.older)
    }

    /// When the site changed last, by the change itself or by the coming out of a scheduled post.
    ///
    /// It never goes back while posts are only added, changed and deleted by this program.
    package func lastChange() async throws -> Date? {
        let newest = TimelineRows(of: .public, at: posts.now())
        return try await reader.read { db in
            let change = try SiteChanges.latest(in: db)
            let published = try newest.older(than: .afterAll, limit: 1, from: db).first?.created.date
            return [change, published].compactMap(\.self).max()
        }
    }

    /// What a list is called, beside other lists.
    package func title(of listing: Listing) -> String {
        switch listing {
        case .site: configuration.siteName
        case .tag(let tag): "#\(tag.displayName) – \(configuration.siteName)"
        case .year, .month: "\(listing.heading) – \(configuration.siteName)"
        }
    }

    private func summary(of listing: Listing) -> String {
        listing == .site ? configuration.summary : "\(listing.heading), from \(configuration.siteName)"
    }
}

extension Listing {
    /// What the list is called on its own page.
    package var heading: String {
        switch self {
        case .site: "Newest notes"
        case .tag(let tag): "Notes on \(tag.displayName)"
        case .year(let year): "Notes of \(year)"
        case .month(let year, let month): "Notes of \(CivilTime.monthName(month)) \(year)"
        }
    }
}

extension Site {
    /// What is told of changes, for whoever keeps something that was made from the site.
    package func changeFeed() -> ChangeFeed {
        ChangeFeed(reader: reader, path: configuration.databasePath)
    }

    /// The owner's additions to every page.
    package var theme: ThemeFolder { ThemeFolder(dataPath: configuration.dataPath) }

    /// What time it is for the site.
    package var now: @Sendable () -> Date { posts.now }
}
