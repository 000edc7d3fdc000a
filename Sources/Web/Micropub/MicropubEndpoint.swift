import Hummingbird
import IndieWeb
import Publishing

/// `POST /micropub`: makes, changes, deletes and brings back posts.
struct MicropubEndpoint: HTTPResponder {
    let site: Site
    let publisher: Publisher
    let bearer: BearerToken

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let post = try await MicropubPost(
            request,
            bearer: bearer,
            uploadsNeed: .createDraft,
            dataPath: site.configuration.dataPath
        )
        return try await answer(to: post.body, of: post.token, key: request.headers[.idempotencyKey])
    }

    private func answer(to body: MicropubBody, of token: AccessToken, key: String?) async throws -> Response {
        switch body {
        case .json(let value, _):
            return try await act(on: try MicropubRequest(json: value), body: body, of: token, key: key)
        case .form(let form, let uploads):
            // What is said is checked before the files are worked on, with addresses that stand in for theirs.
            let placeholders = uploads.map { (property: $0.property, url: "\(site.configuration.siteURL)media/-") }
            let draft = try MicropubRequest(form: form, uploads: placeholders)
            if case .create = draft { try token.require(.createDraft, else: .create) }
            guard !uploads.isEmpty else { return try await act(on: draft, body: body, of: token, key: key) }
            var files: [(property: String, url: String)] = []
            for upload in uploads { files.append((upload.property, try await publisher.store(upload.file))) }
            let request = try MicropubRequest(form: form, uploads: files)
            return try await act(on: request, body: body, of: token, key: key)
        }
    }

    private func act(
        on request: MicropubRequest,
        body: MicropubBody,
        of token: AccessToken,
        key: String?
    ) async throws -> Response {
        switch request {
        case .create(let create):
            let isDraftOnly = !MicropubPermission.create.isGranted(by: token.scope)
            try token.require(isDraftOnly ? .createDraft : .create, else: .create)
            try site.checkTargets(of: create.commands)
            let permalink = try await publisher.create(
                create,
                asDraft: isDraftOnly,
                key: key.map { IdempotencyKey(key: $0, tokenID: token.id, body: body.fingerprint) }
            )
            return MicropubAnswer.created(permalink.url)
        case .update(let update):
            try token.require(.update)
            try site.checkTargets(of: update.commands)
            let slug = try site.slug(ofPost: update.url)
            // Who may only make drafts must not publish one by a detour (MP-014).
            let isDraftOnly = token.scope.contains("draft") && !MicropubPermission.create.isGranted(by: token.scope)
            let (permalink, hasMoved) = try await publisher.update(slug: slug, update, mayPublish: !isDraftOnly)
            return hasMoved ? MicropubAnswer.created(permalink.url) : MicropubAnswer.done
        case .delete(let url):
            try token.require(.delete)
            try await publisher.delete(slug: try site.slug(ofPost: url))
            return MicropubAnswer.done
        case .undelete(let url):
            try token.require(.undelete)
            let slug = try site.slug(ofPost: url)
            let permalink = try await publisher.undelete(slug: slug)
            return permalink.slug == slug ? MicropubAnswer.done : MicropubAnswer.created(permalink.url)
        }
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

extension AccessToken {
    /// - Throws: `MicropubError`, which asks for the scope of `wanted`.
    fileprivate func require(
        _ permission: MicropubPermission,
        else wanted: MicropubPermission
    ) throws(MicropubError) {
        guard permission.isGranted(by: scope) else { throw .insufficientScope(for: wanted) }
    }
}
