import Hummingbird
import IndieWeb
import Publishing

/// `GET /` for IndieAuth servers: the document by which they know this site as a client (IndieAuth, section 4.2.1). Who
/// does not ask for JSON gets the page.
struct ClientDocumentEndpoint: HTTPResponder {
    let document: JSONObject
    let page: HomeEndpoint

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let wanted = ContentNegotiation(accept: request.headers[values: .accept])
            .preferred(among: ["text/html", "application/json"])
        guard wanted == "application/json" else { return try await page.respond(to: request, context: context) }
        var response = Representation(document.text, contentType: "application/json", caching: .revalidated)
            .response(to: request)
        response.headers[.vary] = "Accept"
        return response
    }
}
