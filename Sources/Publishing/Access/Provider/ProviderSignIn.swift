package import IndieWeb

/// Signing in at the owner's own IndieAuth server (IndieAuth, section 5): this site is the client.
package struct ProviderSignIn: Sendable {
    private let provider: OwnersProvider
    private let states: LoginStates
    private let clientID: ClientID
    private let redirectURI: RedirectURI

    /// The sign-in of a site; nil for an address that no client can have.
    ///
    /// - Parameters:
    ///   - siteURL: the site's address, with a slash at its end.
    ///   - provider: the owner's server.
    ///   - states: where sign-ins are kept that are under way.
    package init?(siteURL: String, provider: OwnersProvider, states: LoginStates) {
        guard let clientID = try? ClientID(siteURL), let redirectURI = RedirectURI("\(siteURL)auth/callback") else {
            return nil
        }
        (self.provider, self.states) = (provider, states)
        (self.clientID, self.redirectURI) = (clientID, redirectURI)
    }

    /// The document by which servers know this site (section 4.2.1), to be served at its own address.
    ///
    /// - Parameter name: the site's title.
    /// - Returns: the document.
    package func clientDocument(name: String) -> JSONObject {
        ClientMetadata(name: name, homePage: clientID.address, redirectURIs: [redirectURI.text]).json(for: clientID)
    }

    /// Whether what somebody entered means the owner.
    package func isOwner(entered text: String) -> Bool {
        ProfileURL.candidates(entered: text, allowsLoopback: provider.allowsLoopback).contains(provider.me)
    }

    /// Begins a sign-in.
    ///
    /// - Parameters:
    ///   - browser: the value of a cookie that only this browser has.
    ///   - returnPath: where the browser goes afterwards.
    ///   - random: where the secrets come from.
    /// - Returns: the address that the browser is sent to.
    /// - Throws: ``ProviderError``.
    package func begin(
        browser: String,
        returnPath: ReturnPath?,
        random: inout some RandomNumberGenerator
    ) async throws -> String {
        // 32 characters: there are servers that take no longer state.
        let state = Base64URL.encode(Secret.bytes(24, from: &random))
        let verifier = Secret.token(from: &random)
        let discovery = try await provider.discovery()
        let flow = AuthorizationFlow(
            server: discovery.server,
            clientID: clientID,
            redirectURI: redirectURI,
            state: state,
            codeVerifier: verifier,
            scope: Scope(""),
            me: provider.me,
            discovered: discovery.chain
        )
        try await states.begin(flow, browser: browser, returnPath: returnPath)
        return flow.requestURL
    }

    /// Ends a sign-in with the answer that the browser brings.
    ///
    /// - Parameters:
    ///   - callback: the query of the answer.
    ///   - browser: the value of the browser's cookie.
    /// - Returns: where the browser goes: the owner is who sits at it.
    /// - Throws: ``ProviderError``.
    package func finish(_ callback: FormURLEncoded, browser: String) async throws -> ReturnPath? {
        guard let state = callback.first("state"), let login = try await states.take(state, browser: browser) else {
            throw ProviderError.unknownState
        }
        let code: String
        do {
            code = try login.flow.code(from: callback)
        } catch {
            throw ProviderError.refused(error)
        }
        let answer = try await redeem(code, of: login.flow)
        switch login.flow.identity(answer.me, allowsLoopback: provider.allowsLoopback) {
        // The owner's address, or one that it redirects to.
        case .accepted: break
        // Whoever it is: not the owner, from whose address the search began.
        case .mustRediscover, .invalid: throw ProviderError.otherIdentity(answer.me)
        }
        return login.returnPath
    }

    /// Who the owner is, for a code.
    ///
    /// Some servers know codes of this kind at their token endpoint alone. The token that such a one may add is not used.
    private func redeem(_ code: String, of flow: AuthorizationFlow) async throws -> ProfileResponse {
        var response = try await post(flow.redemption(of: code), to: flow.server.authorizationEndpoint)
        if response.status != 200, let endpoint = flow.server.tokenEndpoint {
            response = try await post(flow.redemption(of: code), to: endpoint)
        }
        let object = response.object
        guard response.status == 200 else {
            let error = object?["error"]?.stringValue ?? "\(response.status)"
            throw ProviderError.malformed("It does not know its own code (\(error)).")
        }
        guard let answer = object.flatMap(ProfileResponse.init(json:)) else {
            throw ProviderError.malformed("It does not say who you are.")
        }
        return answer
    }

    private func post(_ form: String, to endpoint: WebAddress) async throws -> FetchResponse {
        var request = FetchRequest(url: endpoint.text, method: .post)
        request.headers = [FetchHeader("Content-Type", "application/x-www-form-urlencoded")]
        request.body = Array(form.utf8)
        return try await provider.client.ask(request)
    }
}
