import HTTPTypes
import Hummingbird
import Publishing

/// `GET /search?q=…`: the posts that hold some words, for people.
///
/// Its pages are not kept: there are as many as questions.
struct SearchEndpoint: HTTPResponder {
    let site: Site
    let head: SiteHead

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let search = SearchRequest(request)
        let size = SearchRequest.pageSize
        guard let number = search.number("page", else: 1), number > 0 else { throw HTTPError(.notFound) }
        let author = try await site.author()
        var head = head
        head.relMe = author.relMe
        var page = SearchPage(head: head, text: search.text, number: number, size: size)
        if !search.isBlank {
            page.results = try await site.search(search.text, limit: size, offset: (number - 1) * size)
        }
        return try PublicPage(page.html, dependencies: []).answer(now: site.now()).response(to: request)
    }
}
