import Hummingbird
import IndieWeb
import Publishing

/// What was sent to a Micropub endpoint by POST, and on whose behalf.
struct MicropubPost {
    let token: AccessToken
    let body: MicropubBody

    /// Reads a request and checks its token, as early as it is known: one in the header before anything is read (JSON can
    /// have no other), one in a form before a file that follows it.
    ///
    /// - Parameters:
    ///   - request: what was sent.
    ///   - peer: the other end of the connection.
    ///   - bearer: checks tokens.
    ///   - permission: what a token must allow before a file is received.
    ///   - dataPath: the data folder.
    /// - Throws: `MicropubError`.
    init(
        _ request: Request,
        from peer: ClientAddress,
        bearer: BearerToken,
        uploadsNeed permission: MicropubPermission,
        dataPath: String
    ) async throws {
        // What else the address may say is none of ours, readable or not.
        if let query = try? FormURLEncoded(query: request.uri.query) { try query.refuseToken() }
        let form = try MicropubBody.Form(request.headers)
        var token: AccessToken?
        // Credentials of another scheme are for somebody on the way, such as a proxy.
        let credentials = try BearerToken.credentials(request.headers[values: .authorization])
        if form == .json || !credentials.isEmpty {
            token = try await bearer.verified(request, from: peer)
        }
        body = try await MicropubBody.read(request, as: form, dataPath: dataPath) { tokens in
            guard token != nil || !tokens.isEmpty else { return false }
            token = try await bearer.verified(request, from: peer, bodyTokens: tokens)
            try token?.require(permission)
            return true
        }
        // The whole form is known now, and with it whether there are two tokens.
        if token == nil || !body.tokens.isEmpty {
            token = try await bearer.verified(request, from: peer, bodyTokens: body.tokens)
        }
        guard let token else { throw MicropubError(.unauthorized, "The request has no access token.") }
        self.token = token
    }
}
