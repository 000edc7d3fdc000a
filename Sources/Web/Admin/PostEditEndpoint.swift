import Hummingbird
import IndieWeb
import Publishing

/// `GET /admin/edit/ID`: the form of a post.
struct PostEditEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        let post = try await desk.post(of: context)
        guard post.deleted == nil else { return visit.done(nil, at: "view/\(post.id)") }
        let form = PostForm(post, siteURL: desk.site.configuration.siteURL)
        return try await visit.answer(desk.editor(form, of: post, in: visit.frame).html)
    }
}

/// `POST /admin/edit/ID`: changes a post.
struct PostUpdateEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        switch try await PostSubmission.receive(request, context, at: desk) {
        case .signedOut(let form):
            let path = desk.owner.signInPath(returningTo: request.uri.path)
            return SignedOutPage(head: desk.head, form: form, path: path).response
        case .owner(let visit, let submission):
            return try await update(try await desk.post(of: context), submission, visit)
        }
    }

    private func update(_ post: Post, _ submission: PostSubmission, _ visit: DeskVisit) async throws -> Response {
        let siteURL = desk.site.configuration.siteURL
        var form = submission.form
        let original = PostForm(post, siteURL: siteURL)
        var faults = submission.faults + form.faults(of: original)
        var hasChanged = form.version != original.version || post.deleted != nil
        if faults.isEmpty, !hasChanged {
            let change = form.update(of: post, from: original, as: submission.status)
            do {
                _ = try await desk.publisher.update(slug: post.slug, change, of: Post.Version(form.version))
                return try await done(with: post, visit)
            } catch PublishingError.changedMeanwhile, PublishingError.deletedPost {
                hasChanged = true
            } catch let error as MicropubError {
                faults.append(FieldFault(nil, error.description))
            } catch let error as PublishingError {
                faults.append(FieldFault(nil, error.description))
            }
        }
        guard let present = try await desk.site.post(id: post.id) else { throw HTTPError(.notFound) }
        let presentForm = PostForm(present, siteURL: siteURL)
        if present.deleted != nil {
            faults.append(
                FieldFault(nil, "This post has been deleted. Bring it back from the list of deleted posts first.")
            )
        } else if hasChanged {
            faults.insert(
                FieldFault(
                    nil,
                    "This post was changed meanwhile, in another window or by an application. If you save now, your words replace that."
                ),
                at: 0
            )
        }
        form.version = presentForm.version
        var editor = try await desk.editor(form, of: present, in: visit.frame)
        editor.faults = faults
        editor.present = hasChanged ? presentForm : nil
        return visit.answer(editor.html, status: hasChanged ? .conflict : .unprocessableContent)
    }

    private func done(with before: Post, _ visit: DeskVisit) async throws -> Response {
        guard let post = try await desk.site.post(id: before.id) else { throw HTTPError(.notFound) }
        guard post.status == .published else { return visit.done(.draftSaved(post.id), at: "edit/\(post.id)") }
        if post.exposure.isScheduled(at: desk.identity.now()) { return visit.done(.scheduled(post.id)) }
        return visit.done(before.status == .draft ? .published(post.id) : .updated(post.id))
    }
}

extension Desk {
    /// The post that a path names.
    ///
    /// - Throws: `HTTPError` of status 404 where there is none.
    func post(of context: SiteRequestContext) async throws -> Post {
        guard let id = context.parameters.get("id", as: Int64.self), let post = try await site.post(id: id) else {
            throw HTTPError(.notFound)
        }
        return post
    }

    /// The form of a post.
    func editor(_ form: PostForm, of post: Post, in frame: DeskFrame) async throws -> PostEditorPage {
        PostEditorPage(
            frame: frame,
            form: form,
            post: post,
            now: identity.now(),
            publicPath: publicPath(of: post),
            knownTags: try await site.categories(),
            siteURL: site.configuration.siteURL
        )
    }

    /// The path under which readers find a post; nil when they do not.
    func publicPath(of post: Post) -> String? {
        guard post.exposure.isVisible(at: identity.now()) else { return nil }
        return head.root + site.permalink(of: post).relativePath
    }
}
