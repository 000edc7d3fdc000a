import Foundation
import Hummingbird
import Publishing

/// What the pages of tags, years and months have in common.
struct ListEndpoint {
    let pages: PublicPages
    let head: SiteHead

    /// A page of a list; 404 when the list has none there.
    func respond(with listing: Listing, to request: Request, context: SiteRequestContext) async throws -> Response {
        guard let position = PagePosition(request) else { throw HTTPError(.notFound) }
        let site = pages.site
        let path = listing.relativePath
        return try await pages.response(to: request, key: PageCache.Key(path: "/\(path)", query: position.query)) {
            let page = try await site.page(of: listing, at: position, logger: context.logger)
            // An empty list is none: nobody is told which tags drafts have.
            guard let page, !page.posts.isEmpty else { throw HTTPError(.notFound) }
            let author = try await site.author()
            var head = head
            head.relMe = author.relMe
            var list = ListPage(
                head: head,
                listing: listing,
                author: author,
                entries: page.posts.map { Entry($0, at: .list, of: site, author: author, root: head.root) },
                paging: Paging(path: head.root + path, position: position, page: page)
            )
            if case .year(let year) = listing { list.months = try await site.periods(in: year) }
            return PublicPage(list.html, dependencies: listing.dependencies(showing: page.posts.map(\.id)))
        }
    }
}

/// `GET /tag/TAG`: the newest posts with a tag. Another spelling of it leads there.
struct TagEndpoint: HTTPResponder {
    let list: ListEndpoint

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let tag = try await list.pages.tag(in: context)
        guard tag.isCanonical else { return list.head.redirect(to: tag.tag.relativePath) }
        return try await list.respond(with: .tag(tag.tag), to: request, context: context)
    }
}

/// `GET /archive/YYYY` and `GET /archive/YYYY/MM`: the posts of a year or a month, by the clock where
/// each was written.
struct ArchiveEndpoint: HTTPResponder {
    let list: ListEndpoint

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        guard let year = context.number("year", digits: 4) else { throw HTTPError(.notFound) }
        guard context.parameters.get("month") != nil else {
            return try await list.respond(with: .year(year), to: request, context: context)
        }
        guard let month = context.number("month", digits: 2), (1...12).contains(month) else {
            throw HTTPError(.notFound)
        }
        return try await list.respond(with: .month(year: year, month), to: request, context: context)
    }
}

extension PublicPages {
    /// The tag in the path, and whether the path spells it as it is known; 404 when no public post has it.
    func tag(in context: SiteRequestContext) async throws -> (tag: Tag, isCanonical: Bool) {
        guard let text = context.parameters.get("tag")?.removingPercentEncoding,
            let tag = try await site.tag(text)
        else { throw HTTPError(.notFound) }
        return (tag, tag.name == text)
    }
}

extension SiteHead {
    /// Leads to another page of the site, by its path within it.
    func redirect(to relativePath: String) -> Response {
        Response(status: .movedPermanently, headers: [.location: root + relativePath])
    }
}

extension SiteRequestContext {
    /// A parameter of the path that is a number of so many digits.
    fileprivate func number(_ name: String, digits: Int) -> Int? {
        guard let text = parameters.get(name), text.utf8.count == digits,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }
}
