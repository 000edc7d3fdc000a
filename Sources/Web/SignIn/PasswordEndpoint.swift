import Foundation
import Hummingbird
import IndieWeb
import Publishing

/// `GET /auth/password`: the page on which the owner sets a password.
struct PasswordEndpoint: HTTPResponder {
    let signIn: SignIn

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let session = try await signIn.owner.require(request)
        var page = try await signIn.passwordPage(for: session)
        switch request.uri.queryParameters["done"] {
        case "set": page.message = "The password is set."
        case "removed": page.message = "The password was removed."
        default: break
        }
        return PrivatePage(page.html).response
    }
}

/// `POST /auth/password`: sets, changes or removes the password.
struct PasswordFormEndpoint: HTTPResponder {
    let signIn: SignIn

    private var passwords: Passwords { signIn.identity.passwords }

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let session = try await signIn.owner.require(request)
        let form = try await signIn.owner.form(of: request, in: session)
        do {
            if try await signIn.mustKnowPassword(session) {
                try signIn.attempt(request, from: context.peer, isPassword: true)
                var random = SystemRandomNumberGenerator()
                guard try await passwords.verify(form.first("current_password") ?? "", random: &random) else {
                    return try await refusal("That is not the present password.", .forbidden, session)
                }
                signIn.identity.throttle.succeeded(from: signIn.address(of: request, from: context.peer))
            }
            switch form.first("action") {
            case "set": return try await set(form, session)
            case "remove":
                try await passwords.remove()
                return .seeOther("\(signIn.passwordPath)?done=removed")
            default: throw HTTPError(.badRequest)
            }
        } catch is PasswordHasher.Busy {
            throw HTTPError(.tooManyRequests, headers: [.retryAfter: "5"])
        }
    }

    private func set(_ form: FormURLEncoded, _ session: Session) async throws -> Response {
        let password = form.first("new_password") ?? ""
        guard form.first("repeated_password") ?? password == password else {
            return try await refusal("The two new passwords differ.", .unprocessableContent, session)
        }
        var random = SystemRandomNumberGenerator()
        do {
            try await passwords.set(password, keeping: session.id, random: &random)
        } catch let fault as PasswordPolicy.Fault {
            return try await refusal(fault.description, .unprocessableContent, session)
        }
        return .seeOther("\(signIn.passwordPath)?done=set")
    }

    private func refusal(_ message: String, _ status: HTTPResponse.Status, _ session: Session) async throws -> Response
    {
        var page = try await signIn.passwordPage(for: session)
        page.message = message
        return PrivatePage(page.html, status: status).response
    }
}

extension SignIn {
    /// Whether the owner must give the present password to change it. Not right after a sign-in by other means: that is
    /// how a password is replaced that was forgotten.
    fileprivate func mustKnowPassword(_ session: Session) async throws -> Bool {
        guard try await identity.passwords.changed() != nil else { return false }
        let isFresh = identity.now().timeIntervalSince(session.created.date) < 900
        return !(isFresh && (session.method == .loginLink || session.method == .passkey))
    }

    fileprivate func passwordPage(for session: Session) async throws -> PasswordPage {
        PasswordPage(
            head: head,
            isSet: try await identity.passwords.changed() != nil,
            needsCurrent: try await mustKnowPassword(session),
            canHavePasskeys: identity.passkeys != nil,
            csrfField: owner.csrfField(for: session)
        )
    }
}
