import Hummingbird
import IndieWeb
import Publishing

/// `POST /micropub/media`: takes a file (Micropub, section 3.6), or deletes one.
struct MicropubMediaEndpoint: HTTPResponder {
    let site: Site
    let publisher: Publisher
    let bearer: BearerToken

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let post = try await MicropubPost(
            request,
            from: context.peer,
            bearer: bearer,
            uploadsNeed: .media,
            dataPath: site.configuration.dataPath
        )
        let (token, body) = (post.token, post.body)
        if let action = try Action(body) {
            try token.require(.delete)
            try await publisher.deleteMedia(url: action.url)
            return MicropubAnswer.done
        }
        try token.require(.media)
        let files = body.files
        guard let file = files.first, files.count == 1, file.field == "file" else {
            throw MicropubError.invalidRequest("The request must have exactly one file, in the part “file”.")
        }
        return MicropubAnswer.created(try await publisher.store(file.upload))
    }
}

/// `action=delete` with the address of a file (Micropub extension, MP-074).
private struct Action {
    let url: String

    /// Nil for a request without an action.
    init?(_ body: MicropubBody) throws(MicropubError) {
        let (action, url): (String?, String?) =
            switch body {
            case .json(let value, _):
                (value.objectValue?["action"]?.stringValue, value.objectValue?["url"]?.stringValue)
            case .form, .multipart: (body.texts.first("action"), body.texts.first("url"))
            }
        guard let action else { return nil }
        guard action == "delete" else {
            throw .invalidRequest("There is no action \(action.prefix(64)) for files; there is delete.")
        }
        guard let url else { throw .invalidRequest("The address of the file is missing: url.") }
        self.url = url
    }
}

/// `GET /micropub/media?q=…`: what was uploaded.
struct MicropubMediaQueryEndpoint: HTTPResponder {
    let site: Site
    let bearer: BearerToken

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let token = try await bearer.verified(request, from: context.peer)
        let siteURL = site.configuration.siteURL
        switch try MicropubMediaQuery(try FormURLEncoded(query: request.uri.query)) {
        case .config:
            return MicropubAnswer.json(MicropubMediaQuery.configuration)
        case .source(let list):
            try token.require(.readMedia)
            let page = try await site.uploads(list)
            let items = page.items.map { JSONValue.object($0.item(siteURL: siteURL)) }
            return MicropubAnswer.json(
                ["items": .array(items), "paging": .paging(after: page.after, before: page.before)]
            )
        case .last:
            try token.require(.readMedia)
            var newest = MicropubMediaList()
            newest.limit = 1
            let upload = try await site.uploads(newest).items.first
            return MicropubAnswer.json(upload?.item(siteURL: siteURL) ?? JSONObject())
        }
    }
}
