import Hummingbird
import IndieWeb
import Publishing

/// `POST /auth/passkeys`: renames or removes a passkey.
struct PasskeysFormEndpoint: HTTPResponder {
    let call: PasskeyCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let session = try await call.signIn.owner.require(request)
        let form = try await call.signIn.owner.form(of: request, in: session)
        guard let id = form.first("id").flatMap({ Int64($0) }) else { throw HTTPError(.badRequest) }
        let isDone =
            switch form.first("action") {
            case "rename": try await call.passkeys.rename(id: id, to: form.first("name") ?? "")
            case "remove": try await call.passkeys.remove(id: id)
            default: throw HTTPError(.badRequest)
            }
        guard isDone else { throw HTTPError(.notFound) }
        return .seeOther("\(call.signIn.head.root)auth/passkeys")
    }
}
