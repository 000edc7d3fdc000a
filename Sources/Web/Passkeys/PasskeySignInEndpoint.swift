import HTTPTypes
import Hummingbird
import IndieWeb
import Logging
import Publishing

/// `POST /auth/passkeys/sign-in-options`: the question that a passkey answers to sign in. Nothing is written for it.
struct PasskeySignInOptionsEndpoint: HTTPResponder {
    let call: PasskeyCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        _ = try await call.body(of: request)
        var random = SystemRandomNumberGenerator()
        return MicropubAnswer.json(call.passkeys.signInOptions(random: &random).objectValue ?? JSONObject())
    }
}

/// `POST /auth/passkeys/sign-in`: signs the browser in whose device has answered.
struct PasskeySignInEndpoint: HTTPResponder {
    let call: PasskeyCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let body = try await call.body(of: request)
        let signIn = call.signIn
        try signIn.attempt(request, from: context.peer, isPassword: false)
        do {
            _ = try await call.passkeys.verify(body["credential"] ?? .null)
        } catch let error as PasskeyError {
            context.logger.notice("a passkey that is not good: \(error)")
            return call.refusal(error)
        }
        signIn.identity.profiles.refreshSoon()
        let path = body["return"]?.stringValue.flatMap { ReturnPath($0) }?.description ?? signIn.deskPath
        var response = MicropubAnswer.json(["location": .string(path)])
        response.headers[values: .setCookie] = [try await signIn.cookie(for: request, from: context.peer, by: .passkey)]
        return response
    }
}
