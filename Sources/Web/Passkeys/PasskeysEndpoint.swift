import Hummingbird
import Publishing

/// `GET /auth/passkeys`: the owner's passkeys.
struct PasskeysEndpoint: HTTPResponder {
    let call: PasskeyCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let session = try await call.signIn.owner.require(request)
        let page = try await call.page(for: session)
        return PrivatePage(page.html, policy: page.policy).response
    }
}
