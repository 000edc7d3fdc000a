import Hummingbird
import Logging
import Publishing

/// `GET /dev/login`: signs in without any proof. The route exists in development mode alone.
struct DevelopmentSignInEndpoint: HTTPResponder {
    let signIn: SignIn

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        try signIn.owner.checkOrigin(of: request)
        context.logger.warning("signed in without proof, because DEV_MODE is true")
        let returnPath = request.uri.queryParameters["return"].flatMap { ReturnPath(String($0)) }
        return try await signIn.complete(request, from: context.peer, by: .development, to: returnPath?.description)
    }
}
