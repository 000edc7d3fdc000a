import Hummingbird
import IndieWeb

/// `GET /.well-known/oauth-authorization-server`: what this server tells applications about itself.
struct ServerMetadataEndpoint: HTTPResponder {
    let metadata: ServerMetadata

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        Representation(metadata.json.text, contentType: "application/json", caching: .seconds(300))
            .response(to: request)
    }
}
