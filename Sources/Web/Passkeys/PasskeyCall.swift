import Hummingbird
import IndieWeb
import NIOCore
import Publishing

/// A request about passkeys, with what all of them have in common.
struct PasskeyCall: Sendable {
    let signIn: SignIn
    let passkeys: Passkeys

    /// The page of passkeys as it is now.
    func page(for session: Session, message: String? = nil) async throws -> PasskeysPage {
        PasskeysPage(
            head: signIn.head,
            passkeys: try await passkeys.list(),
            csrfField: signIn.owner.csrfField(for: session),
            message: message
        )
    }

    /// The session of a request of the page's script, with what that sends.
    ///
    /// - Throws: `HTTPError`.
    func owner(of request: Request) async throws -> (session: Session, body: JSONObject) {
        let session = try await signIn.owner.require(request)
        let body = try await body(of: request)
        try signIn.owner.check(csrfToken: body["csrf_token"]?.stringValue, of: session)
        return (session, body)
    }

    /// What a script of ours sends.
    ///
    /// - Throws: `HTTPError` for what is not JSON, or of another site's page.
    func body(of request: Request) async throws -> JSONObject {
        try signIn.owner.checkOrigin(of: request)
        let type = request.headers[.contentType].flatMap { MediaType($0) }
        // No form can send this type, and we let no other site's script do so.
        guard type?.essence == "application/json" else { throw HTTPError(.unsupportedMediaType) }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: 65_536)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
        guard let object = (try? JSONValue(parsing: Array(buffer.readableBytesView), maximumDepth: 16))?.objectValue
        else { throw HTTPError(.badRequest) }
        return object
    }

    /// A refusal that the script shows.
    func refusal(_ error: PasskeyError) -> Response {
        MicropubAnswer.json(
            ["error": "invalid_passkey", "error_description": .string(error.description)],
            status: .unprocessableContent
        )
    }
}
