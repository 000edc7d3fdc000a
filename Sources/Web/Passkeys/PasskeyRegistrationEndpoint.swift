import Hummingbird
import IndieWeb
import Publishing

/// `POST /auth/passkeys/registration-options`: the question that a new passkey answers.
struct PasskeyRegistrationOptionsEndpoint: HTTPResponder {
    let call: PasskeyCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (session, _) = try await call.owner(of: request)
        var random = SystemRandomNumberGenerator()
        let name = call.signIn.identity.me
        let options = try await call.passkeys.registrationOptions(in: session, userName: name, random: &random)
        return MicropubAnswer.json(options.objectValue ?? JSONObject())
    }
}

/// `POST /auth/passkeys/registration`: keeps a new passkey.
struct PasskeyRegistrationEndpoint: HTTPResponder {
    let call: PasskeyCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (session, body) = try await call.owner(of: request)
        do {
            let name = body["name"]?.stringValue ?? ""
            _ = try await call.passkeys.register(body["credential"] ?? .null, name: name, in: session)
        } catch let error as PasskeyError {
            return call.refusal(error)
        }
        return MicropubAnswer.json(["location": .string("\(call.signIn.head.root)auth/passkeys")], status: .created)
    }
}
