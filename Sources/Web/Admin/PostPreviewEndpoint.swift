import Hummingbird
import IndieWeb
import Publishing

/// `POST /admin/preview`: a post as it would look, before it is saved. Nothing is stored.
struct PostPreviewEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        switch try await PostSubmission.receive(request, context, at: desk, storingFiles: false) {
        case .signedOut(let form):
            return SignedOutPage(head: desk.head, form: form, path: desk.owner.signInPath(returningTo: "/admin/new"))
                .response
        case .owner(let visit, let submission):
            let faults = submission.form.faults()
            var page = PostPreviewPage(frame: visit.frame, faults: faults)
            if faults.isEmpty {
                let create = submission.form.create(as: .published, in: submission.format)
                let post = Post(
                    previewing: create,
                    now: desk.identity.now(),
                    siteURL: desk.site.configuration.siteURL
                )
                let author = try await desk.site.author()
                page.entry = Entry(showing: post, of: desk.site, author: author, root: desk.head.root)
            }
            return visit.answer(page.html)
        }
    }
}

/// A post as it would look.
struct PostPreviewPage {
    let frame: DeskFrame
    /// The post; nil where it cannot be one yet.
    var entry: Entry?
    let faults: [FieldFault]

    var html: HTML {
        let reasons = faults.map { "<p class=\"hint\">\($0.words)</p>\n" as HTML }
        return frame.page("Preview", at: nil, main: "<div class=\"preview\">\n\(entry?.listItem)\(reasons)</div>")
    }
}
