import Hummingbird
import IndieWeb
import Logging
import Publishing

/// `POST /auth/login`: a password, or the button of a login link's page.
struct SignInFormEndpoint: HTTPResponder {
    let signIn: SignIn

    private var identity: Identity { signIn.identity }

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let form = try await signIn.owner.form(of: request)
        let returnPath = form.first("return").flatMap { ReturnPath($0) }
        if let secret = form.first("link") { return try await use(secret, request, context) }
        if let provider = identity.providerSignIn {
            let entered = form.first("me") ?? ""
            return try await signIn.begin(
                request,
                as: entered,
                with: provider,
                returnPath: returnPath,
                context: context
            )
        }
        guard let password = form.first("password") else { throw HTTPError(.badRequest) }
        try signIn.attempt(request, from: context.peer, isPassword: true)
        var random = SystemRandomNumberGenerator()
        do {
            guard try await identity.passwords.verify(password, random: &random) else {
                context.logger.notice(
                    "a wrong password",
                    metadata: ["address": "\(signIn.address(of: request, from: context.peer))"]
                )
                let page = try await signIn.page(returnPath: returnPath, message: "That is not the password.")
                return PrivatePage(page.html, status: .forbidden).response
            }
        } catch is PasswordHasher.Busy {
            throw HTTPError(.tooManyRequests, headers: [.retryAfter: "5"])
        }
        identity.profiles.refreshSoon()
        return try await signIn.complete(request, from: context.peer, by: .password, to: returnPath?.description)
    }

    private func use(_ secret: String, _ request: Request, _ context: SiteRequestContext) async throws -> Response {
        try signIn.attempt(request, from: context.peer, isPassword: false)
        guard try await identity.loginLinks.use(secret) else {
            context.logger.notice(
                "a login link that is not good",
                metadata: ["address": "\(signIn.address(of: request, from: context.peer))"]
            )
            return PrivatePage(LoginLinkPage(head: signIn.head, secret: nil).html, status: .gone).response
        }
        // Whoever has no other way in yet is shown how to get one.
        let hasAnother = signIn.hasProvider ? true : try await identity.hasWayIn()
        identity.profiles.refreshSoon()
        return try await signIn.complete(
            request,
            from: context.peer,
            by: .loginLink,
            to: hasAnother ? nil : signIn.passwordPath
        )
    }
}
