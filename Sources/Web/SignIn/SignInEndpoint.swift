import Hummingbird
import Publishing

/// `GET /auth/login`: the owner's ways in; with `?link=…` the page of a login link.
struct SignInEndpoint: HTTPResponder {
    let signIn: SignIn

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let query = request.uri.queryParameters
        if let secret = query["link"].map(String.init) {
            let isGood = try await signIn.identity.loginLinks.isGood(secret)
            let page = LoginLinkPage(head: signIn.head, secret: isGood ? secret : nil)
            return PrivatePage(page.html, status: isGood ? .ok : .gone).response
        }
        let returnPath = query["return"].flatMap { ReturnPath(String($0)) }
        let isSignedIn = try await signIn.owner.current(request) != nil
        let isConfirming = isSignedIn && query["confirm"] != nil
        if isSignedIn, !isConfirming { return .seeOther(returnPath?.description ?? signIn.deskPath) }
        let page = try await signIn.page(returnPath: returnPath, isConfirming: isConfirming)
        return PrivatePage(page.html, policy: page.policy).response
    }
}
