import Hummingbird
import IndieWeb
import Publishing

/// `POST /micropub`: makes, changes, deletes and brings back posts.
struct MicropubEndpoint: HTTPResponder {
    let site: Site
    let publisher: Publisher
    let bearer: BearerToken

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let post = try await MicropubPost(
            request,
            from: context.peer,
            bearer: bearer,
            uploadsNeed: .createDraft,
            dataPath: site.configuration.dataPath
        )
        // What is said is checked before the files are worked on.
        switch try post.body.request() {
        case .create(let create):
            return try await make(create, of: post, key: try IdempotencyKey(request, post))
        case .update(let url, let update):
            try post.token.require(.update)
            try site.checkTargets(of: update.commands)
            let slug = try site.slug(ofPost: url)
            let mayPublish = !post.token.scope.isDraftOnly
            let permalink = try await publisher.update(slug: slug, update, mayPublish: mayPublish).permalink
            return answer(permalink, toRequestFor: slug)
        case .delete(let url):
            try post.token.require(.delete)
            try await publisher.delete(slug: try site.slug(ofPost: url))
            return MicropubAnswer.done
        case .undelete(let url):
            try post.token.require(.undelete)
            let slug = try site.slug(ofPost: url)
            return answer(try await publisher.undelete(slug: slug), toRequestFor: slug)
        }
    }

    private func make(_ create: MicropubCreate, of post: MicropubPost, key: IdempotencyKey?) async throws -> Response {
        let isDraftOnly = post.token.scope.isDraftOnly
        if !isDraftOnly { try post.token.require(.create) }
        try site.checkTargets(of: create.commands)
        var addresses: [String] = []
        for (_, upload) in post.body.files { addresses.append(try await publisher.store(upload)) }
        let permalink = try await publisher.create(
            create.resolving(uploads: addresses),
            asDraft: isDraftOnly,
            key: key
        )
        return MicropubAnswer.created(permalink.url)
    }

    /// 204, or 201 with the address of the post when it was asked for under another (MP-046).
    private func answer(_ permalink: Permalink, toRequestFor slug: String) -> Response {
        permalink.slug == slug ? MicropubAnswer.done : MicropubAnswer.created(permalink.url)
    }
}

extension IdempotencyKey {
    /// The key of a request (draft-ietf-httpapi-idempotency-key-header, section 2), quoted as there or not; nil without one,
    /// and for an empty one.
    ///
    /// - Throws: `MicropubError` for one that is too long.
    fileprivate init?(_ request: Request, _ post: MicropubPost) throws(MicropubError) {
        guard let field = request.headers[.idempotencyKey] else { return nil }
        var scanner = FieldScanner(field)
        let key = scanner.quotedString().map { String(decoding: $0, as: UTF8.self) } ?? field
        guard !key.isEmpty else { return nil }
        guard key.utf8.count <= Self.maximumBytes else {
            throw .invalidRequest("The Idempotency-Key is longer than \(Self.maximumBytes) bytes.")
        }
        self.init(key: key, owner: Owner(post.token), body: post.body.fingerprint)
    }
}

extension Site {
    /// The slug in the address of a post.
    ///
    /// - Throws: `MicropubError` for an address that is none of a post here (MP-049).
    func slug(ofPost url: String) throws(MicropubError) -> String {
        guard let permalink = Permalink(url: url, siteURL: configuration.siteURL) else {
            throw .invalidRequest("\(url.prefix(200)) is not the address of a post of this site.")
        }
        return permalink.slug
    }

    /// Where a post can be sent: this site, and its one channel.
    var destination: MicropubTarget {
        MicropubTarget(uid: configuration.siteURL, name: configuration.siteName)
    }

    /// - Throws: `MicropubError` for a command that cannot be obeyed. A post that silently goes elsewhere than its author
    ///   wanted would be worse.
    func checkTargets(of commands: MicropubCommands) throws(MicropubError) {
        if let wanted = commands.destination,
            WebAddress(wanted)?.text != WebAddress(destination.uid)?.text
        {
            throw .invalidRequest("There is no destination \(wanted.prefix(200)).")
        }
        if let wanted = commands.channels.first(where: { $0 != MicropubTarget.mainChannel.uid }) {
            throw .invalidRequest("There is no channel \(wanted.prefix(200)).")
        }
        if let wanted = commands.syndicateTo.first {
            throw .invalidRequest("There is no target for syndication \(wanted.prefix(200)).")
        }
    }
}
