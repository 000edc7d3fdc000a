import Foundation
import HTTPTypes
import Hummingbird
import IndieWeb
import Publishing

/// What everybody may read, each page made once and answered until something that it was made from changes.
///
/// Nothing in here knows who asks, so the owner and a stranger get the same bytes.
final class PublicPages: Sendable {
    /// How much memory finished pages may take. A page with its compressed form takes some 16 KB, so this is all that
    /// people read of a site, and a crawler cannot make it more.
    static let maximumBytes = 7 * 1_024 * 1_024

    let site: Site
    let cache: PageCache
    let changes: ChangeFeed

    init(site: Site) {
        self.site = site
        cache = PageCache(maximumBytes: Self.maximumBytes)
        changes = site.changeFeed()
    }

    /// The reply to a GET request, by its target, if it is kept and nothing has been changed since; at once.
    func kept(_ target: String, in coding: ContentCoding, now: Date) -> WireReply? {
        changes.isUpToDate ? cache.reply(forTarget: target, in: coding, now: now) : nil
    }

    /// The response to a request for a page.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - key: what the page is found by. Where it is the path and the query of a request as they came, that request is
    ///     answered without the router.
    ///   - render: makes the page.
    /// - Returns: the page, or that the client has it.
    /// - Throws: what `render` throws, and 412.
    func response(
        to request: Request,
        key: PageCache.Key,
        render: () async throws -> PublicPage
    ) async throws -> Response {
        try await changes.catchUp { cache.forget($0) }
        let now = site.now()
        let answer = try await cache.answer(for: key, now: now) {
            // Asked first: what comes out while the page is made must end it.
            let expires = try await site.nextPublication()
            let page = try await render()
            return PageCache.Page(
                answer: page.answer(now: now),
                dependencies: page.dependencies,
                expires: page.isTimed ? expires : nil
            )
        }
        return try answer.response(to: request)
    }
}

/// A public page as its endpoint makes it.
struct PublicPage {
    var bytes: [UInt8]
    var contentType: String
    var caching: Representation.Caching
    /// What it was made from.
    var dependencies: Set<PageCache.Dependency>
    var lastModified: Date?
    var variesOnAccept = false
    var headers: HTTPFields = [:]

    init(
        _ text: String,
        contentType: String,
        caching: Representation.Caching,
        dependencies: Set<PageCache.Dependency>
    ) {
        bytes = Array(text.utf8)
        self.contentType = contentType
        self.caching = caching
        self.dependencies = dependencies
    }

    /// A page for people.
    init(_ html: HTML, dependencies: Set<PageCache.Dependency>) {
        self.init(
            html.markup,
            contentType: "text/html; charset=utf-8",
            caching: .revalidated,
            dependencies: dependencies.union([.author])
        )
    }

    /// Whether a scheduled post changes it when its time comes. The page of one post is there or is not.
    var isTimed: Bool {
        !dependencies.allSatisfy { dependency in
            switch dependency {
            case .note, .author: true
            case .timeline, .tag, .archive, .everything: false
            }
        }
    }

    func answer(now: Date) -> CachedAnswer {
        CachedAnswer(
            bytes: bytes,
            contentType: contentType,
            cacheControl: caching.cacheControl,
            // A client must not be told of a change that is still to come (RFC 9110, section 8.8.2.1).
            lastModified: lastModified.map { HTTPDate(secondsSince1970: Int(min($0, now).timeIntervalSince1970)) },
            variesOnAccept: variesOnAccept,
            headers: SecurityHeaders.applied(to: headers)
        )
    }
}

extension PageCache {
    /// Drops what was made from what has changed.
    func forget(_ changes: Set<SiteChange>) {
        forget(
            Set(
                changes.flatMap { change -> [Dependency] in
                    switch change {
                    case .note(let id): [.note(id)]
                    case .timeline: [.timeline]
                    case .tag(let name): [.tag(name)]
                    case .month(let year, let month):
                        [.archive(year: year, month: month), .archive(year: year, month: nil)]
                    case .author: [.author]
                    case .everything: [.everything]
                    }
                }
            )
        )
    }
}

extension Listing {
    /// What a page of the list is made from that shows some posts.
    func dependencies(showing posts: [Int64]) -> Set<PageCache.Dependency> {
        let list: PageCache.Dependency =
            switch self {
            case .site: .timeline
            case .tag(let tag): .tag(tag.name)
            case .year(let year): .archive(year: year, month: nil)
            case .month(let year, let month): .archive(year: year, month: month)
            }
        return Set(posts.map { .note($0) }).union([list])
    }
}
