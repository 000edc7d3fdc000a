import HTTPTypes
import Hummingbird
import IndieWeb
import Publishing

/// `GET /feed.rss`, `/feed.atom`, `/feed.json` and `/feed.xml`, and the same below a tag: the newest posts in a format.
struct FeedEndpoint: HTTPResponder {
    let pages: PublicPages
    /// What follows the path of the list: `feed.rss`, or an old name of it.
    let name: String
    let format: Feed.Format

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let listing = try await pages.listing(in: context)
        return try await pages.feed(of: listing, format, at: name, negotiated: false, request, context)
    }
}

/// `GET /feed`, and the same below a tag: the newest posts in the format that the reader likes best.
struct NegotiatedFeedEndpoint: HTTPResponder {
    let pages: PublicPages

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let listing = try await pages.listing(in: context)
        let wishes = ContentNegotiation(accept: request.headers[values: .accept])
        guard let format = wishes.preferred(among: Feed.Format.allCases, mediaTypes: \.mediaTypes) else {
            return refusal(of: listing, to: request)
        }
        return try await pages.feed(of: listing, format, at: "feed", negotiated: true, request, context)
    }

    private func refusal(of listing: Listing, to request: Request) -> Response {
        let lines = Feed.Format.allCases.map { format in
            "\(pages.feedURL(of: listing, format))  \(format.name), \(format.mediaTypes.joined(separator: " or "))\n"
        }
        let text = "There is no feed here in a format that you take. These are the feeds:\n\n" + lines.joined()
        var response = Representation(text, contentType: "text/plain; charset=utf-8", caching: .never)
            .response(to: request, status: .notAcceptable)
        response.headers[.vary] = "Accept"
        return response
    }
}

extension PublicPages {
    /// The list whose feed is asked for: that of the tag in the path, where there is one.
    fileprivate func listing(in context: SiteRequestContext) async throws -> Listing {
        context.parameters.get("tag") == nil ? .site : .tag(try await tag(in: context).tag)
    }

    /// The address of a feed, always the same whatever name it was asked for by.
    fileprivate func feedURL(of listing: Listing, _ format: Feed.Format) -> String {
        let folder = listing == .site ? "" : "\(listing.relativePath)/"
        return "\(site.configuration.siteURL)\(folder)feed.\(format.rawValue)"
    }

    /// A feed, or an older part of it with `?before=ID`.
    fileprivate func feed(
        of listing: Listing,
        _ format: Feed.Format,
        at name: String,
        negotiated: Bool,
        _ request: Request,
        _ context: SiteRequestContext
    ) async throws -> Response {
        guard let position = PagePosition(request) else { throw HTTPError(.notFound) }
        let folder = listing == .site ? "" : "\(listing.relativePath)/"
        let key = PageCache.Key(
            path: "/\(folder)\(name)",
            query: position.query,
            format: negotiated ? format.rawValue : ""
        )
        return try await response(to: request, key: key) {
            guard let part = try await site.feed(of: listing, at: position, logger: context.logger) else {
                throw HTTPError(.notFound)
            }
            let feed = part.feed
            let url = feedURL(of: listing, format)
            let selfURL = position.query.isEmpty ? url : "\(url)?\(position.query)"
            var page = PublicPage(
                format.document(of: feed, selfURL: selfURL, nextURL: part.older.map { "\(url)?before=\($0)" }),
                contentType: format.contentType,
                caching: .seconds(site.configuration.feedCacheSeconds),
                dependencies: listing.dependencies(showing: part.posts).union([.author])
            )
            // A change that only took a post away is told by the site alone.
            page.lastModified = [feed.updated, try await site.lastChange()].compactMap(\.self).max()
            page.variesOnAccept = negotiated
            page.headers[values: .link] = ["<\(selfURL)>; rel=\"self\""] + feed.hubs.map { "<\($0)>; rel=\"hub\"" }
            if format == .json { page.headers[.accessControlAllowOrigin] = "*" }
            return page
        }
    }
}
