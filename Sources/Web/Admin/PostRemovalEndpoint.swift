import Hummingbird
import Publishing

/// `POST /admin/delete/ID`: deletes a post. It asks nothing, for the next page offers to undo it.
struct PostDeleteEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, _) = try await desk.enterWithForm(request, context)
        let post = try await desk.post(of: context)
        try await desk.publisher.delete(slug: post.slug)
        return visit.done(.deleted(post.id))
    }
}

/// `POST /admin/undelete/ID`: brings a post back.
struct PostUndeleteEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, _) = try await desk.enterWithForm(request, context)
        let post = try await desk.post(of: context)
        _ = try await desk.publisher.undelete(slug: post.slug)
        return visit.done(.restored(post.id))
    }
}
