import Hummingbird
import IndieWeb
import Publishing

/// `GET /admin/new`: an empty form.
struct PostNewEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        var form = PostForm()
        form.key = visit.requestID
        // Where the owner was the last time is the best guess at where the owner is.
        let newest = try await desk.site.posts(OwnerSelection(.all), at: .newest, limit: 1, logger: context.logger)
        form.zone = newest?.posts.first.map { String($0.published.rfc3339.suffix(6)) } ?? "+00:00"
        return try await visit.answer(desk.editor(form, in: visit.frame).html)
    }
}

/// `POST /admin/new`: makes a post.
struct PostCreateEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        switch try await PostSubmission.receive(request, context, at: desk) {
        case .signedOut(let form):
            return SignedOutPage(head: desk.head, form: form, path: desk.owner.signInPath(returningTo: "/admin/new"))
                .response
        case .owner(let visit, let submission):
            return try await create(submission, visit)
        }
    }

    private func create(_ submission: PostSubmission, _ visit: DeskVisit) async throws -> Response {
        let form = submission.form
        var faults = submission.faults + form.faults()
        if faults.isEmpty {
            do {
                return try await publish(form.create(as: submission.status), key: form.key, visit)
            } catch let error as MicropubError {
                faults.append(FieldFault(nil, error.description))
            }
        }
        var editor = try await desk.editor(form, in: visit.frame)
        editor.faults = faults
        return visit.answer(editor.html, status: .unprocessableContent)
    }

    private func publish(_ request: MicropubCreate, key: String, _ visit: DeskVisit) async throws -> Response {
        try request.properties.validatePost()
        // A button that is pressed twice makes one post.
        let known = IdempotencyKey(
            key: key,
            owner: .session(visit.session.id),
            body: Array(JSONValue.object(request.properties.json).text.utf8)
        )
        let permalink: Permalink
        do {
            permalink = try await desk.publisher.create(request, key: key.isEmpty ? nil : known)
        } catch PublishingError.reusedIdempotencyKey, PublishingError.deletedPost {
            // Back in the browser, and on with another text, or after the post was deleted: that is another post.
            permalink = try await desk.publisher.create(request)
        }
        let post = try await desk.site.source(slug: permalink.slug)
        guard post.status == .published else { return visit.done(.draftSaved(post.id), at: "edit/\(post.id)") }
        let isScheduled = post.exposure.isScheduled(at: desk.identity.now())
        return visit.done(isScheduled ? .scheduled(post.id) : .published(post.id))
    }
}

extension Desk {
    /// The form of a new post.
    func editor(_ form: PostForm, in frame: DeskFrame) async throws -> PostEditorPage {
        PostEditorPage(
            frame: frame,
            form: form,
            post: nil,
            now: identity.now(),
            knownTags: try await site.categories(),
            siteURL: site.configuration.siteURL
        )
    }
}
