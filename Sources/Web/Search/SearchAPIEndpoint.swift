import Hummingbird
import IndieWeb
import Publishing

/// `GET /api/search?q=…&limit=…&offset=…`: the posts that hold some words, for programs.
struct SearchAPIEndpoint: HTTPResponder {
    let site: Site

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let search = SearchRequest(request)
        guard !search.isBlank else { return refusal("Say what to search for in q.", to: request) }
        guard let limit = search.number("limit", else: SearchRequest.pageSize), limit > 0,
            let offset = search.number("offset", else: 0)
        else { return refusal("limit and offset must be whole numbers, and limit at least 1.", to: request) }
        let results = try await site.search(
            search.text,
            limit: min(limit, SearchRequest.largestPage),
            offset: offset
        )
        let object: JSONObject = [
            "query": .string(search.text),
            "count": .number(JSONNumber(results.count)),
            "results": .array(results.results.map { .object(json($0)) }),
        ]
        return try PublicPage(
            object.text,
            contentType: "application/json; charset=utf-8",
            caching: .revalidated,
            dependencies: []
        ).answer(now: site.now()).response(to: request)
    }

    private func json(_ result: SearchResult) -> JSONObject {
        [
            "slug": .string(result.slug),
            "url": .string(Permalink(siteURL: site.configuration.siteURL, slug: result.slug).url),
            "title": .string(result.title),
            "snippet": .string(result.snippet.html.markup),
            "published": .string(result.published.rfc3339),
        ]
    }

    private func refusal(_ sentence: String, to request: Request) -> Response {
        let object: JSONObject = ["error": "invalid_request", "error_description": .string(sentence)]
        return Representation(object.text, contentType: "application/json; charset=utf-8", caching: .never)
            .response(to: request, status: .badRequest)
    }
}
