import Hummingbird
import IndieWeb
import Publishing

/// `GET /micropub?q=…`: what the site can do, and what its posts consist of (Micropub, section 3.7).
struct MicropubQueryEndpoint: HTTPResponder {
    let site: Site
    let bearer: BearerToken

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let token = try await bearer.verified(request, from: context.peer)
        let query = try MicropubQuery(try FormURLEncoded(query: request.uri.query))
        switch query {
        case .source(let url, let properties):
            try token.require(.read)
            let post = try await site.source(slug: try site.slug(ofPost: url))
            return answer(
                post.microformats(siteURL: site.configuration.siteURL, only: properties.isEmpty ? nil : properties)
            )
        case .sourceList(let list):
            try token.require(.read)
            return answer(try await items(of: list, context: context))
        case .contact:
            // The site keeps no address book.
            return answer(["contacts": []])
        default:
            // The tags of private posts and drafts tell what is in them.
            let audience: TimelineRows.Audience = MicropubPermission.read.isGranted(by: token.scope) ? .owner : .public
            return answer(try await site.micropubConfiguration(for: audience).json(for: query) ?? JSONObject())
        }
    }

    private func answer(_ object: JSONObject) -> Response { MicropubAnswer.json(object) }

    private func items(of list: MicropubSourceList, context: SiteRequestContext) async throws -> JSONObject {
        let page = try await site.list(list, logger: context.logger)
        let names = list.properties.isEmpty ? nil : list.properties + ["url"]
        let items = page.posts.map { post -> JSONValue in
            var item = post.microformats(siteURL: site.configuration.siteURL, only: names)
            item["type"] = ["h-entry"]
            return .object(item)
        }
        return ["items": .array(items), "paging": .paging(after: page.after, before: page.before)]
    }
}

extension JSONValue {
    /// The cursors of a list, each only where there is something to be found.
    static func paging(after: String?, before: String?) -> JSONValue {
        var cursors = JSONObject()
        cursors["after"] = after.map(JSONValue.string)
        cursors["before"] = before.map(JSONValue.string)
        return .object(cursors)
    }
}

extension FormURLEncoded {
    /// Reads a query string.
    ///
    /// - Throws: `MicropubError` of the kind `invalidRequest`.
    init(query: String?) throws(MicropubError) {
        do {
            try self.init(parsing: (query ?? "").utf8)
        } catch {
            throw .invalidRequest("The query cannot be read. \(error)")
        }
    }
}

extension Site {
    /// What the Micropub endpoint says of itself to its audience.
    func micropubConfiguration(for audience: TimelineRows.Audience) async throws -> MicropubConfiguration {
        var micropub = MicropubConfiguration(mediaEndpoint: "\(configuration.siteURL)micropub/media")
        micropub.categories = try await categories(for: audience)
        micropub.channels = [.mainChannel]
        micropub.destinations = [destination]
        return micropub
    }
}
