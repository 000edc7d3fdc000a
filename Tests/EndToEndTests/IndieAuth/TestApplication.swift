import Foundation
import TestSupport
import Testing

/// An application that asks a site's owner for leave. It runs, so it says, on the owner's own machine: the site must not
/// ask there who it is, and nothing has to listen.
struct TestApplication {
    typealias Answer = HTTPClient.Answer

    /// A verifier, and what RFC 7636 says in its appendix B that its challenge is.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    /// A scope for all that follows.
    static let scope = "create update profile"

    let site: MicropubSite
    let owner: OwnerBrowser
    var clientID = "http://127.0.0.1:7777/"
    var redirectURI = "http://127.0.0.1:7777/back?from=site"

    /// An application, and an owner who is signed in.
    init(on site: MicropubSite) throws {
        self.site = site
        owner = try OwnerBrowser(ownerOf: site)
    }

    /// The parameters of a request; `changes` win, and a nil takes one out.
    func parameters(_ changes: [String: String?] = [:]) -> [(String, String)] {
        let usual = [
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI), ("state", "a state"),
            ("code_challenge", Self.challenge), ("code_challenge_method", "S256"), ("scope", Self.scope),
            ("me", site.root),
        ]
        let names = usual.map(\.0)
        let kept = usual.compactMap { name, value -> (String, String)? in
            guard let change = changes[name] else { return (name, value) }
            return change.map { (name, $0) }
        }
        let added = changes.filter { !names.contains($0.key) }.compactMap { name, value in value.map { (name, $0) } }
        return kept + added
    }

    /// The page that the owner's browser shows for a request.
    func ask(_ changes: [String: String?] = [:]) throws -> Answer {
        try owner.get("/auth/authorization?" + OwnerBrowser.form(parameters(changes)))
    }

    /// The answer to a request that the owner allows, all of it or some words of the scope.
    func allow(_ changes: [String: String?] = [:], only words: [String]? = nil) throws -> Answer {
        let page = try ask(changes)
        try #require(page.status == 200, "\(page.status) \(page.text)")
        let scope = changes["scope"].map { $0 ?? "" } ?? Self.scope
        let allowed = words ?? scope.split(separator: " ").map(String.init)
        return try owner.submit(
            page,
            to: "/auth/authorization",
            allowed.map { ("allowed", $0) } + [("decision", "allow")]
        )
    }

    /// A code for a request that the owner allows.
    func code(_ changes: [String: String?] = [:], only words: [String]? = nil) throws -> String {
        let answer = try allow(changes, only: words)
        return try #require(answer.redirectParameters["code"], "\(answer.status) \(answer.text)")
    }

    /// Redeems a code; `changes` win, and a nil takes a parameter out.
    func redeem(
        _ code: String,
        at path: String = "/auth/token",
        _ changes: [String: String?] = [:]
    ) throws -> Answer {
        let usual: [String: String?] = [
            "grant_type": "authorization_code", "code": code, "client_id": clientID, "redirect_uri": redirectURI,
            "code_verifier": Self.verifier,
        ]
        return try post(path, usual.merging(changes) { $1 })
    }

    /// The answer of the token endpoint to a request that the owner allows.
    func tokens(scope: String = scope) throws -> Answer {
        let answer = try redeem(try code(["scope": scope]))
        try #require(answer.status == 200, "\(answer.text)")
        return answer
    }

    /// An access token of a scope.
    func accessToken(scope: String = scope) throws -> String {
        try #require(try tokens(scope: scope).json["access_token"] as? String)
    }

    func refresh(_ token: String, _ changes: [String: String?] = [:]) throws -> Answer {
        let usual: [String: String?] = ["grant_type": "refresh_token", "refresh_token": token, "client_id": clientID]
        return try post("/auth/token", usual.merging(changes) { $1 })
    }

    /// Sends a form as a program does, without cookies.
    func post(_ path: String, _ fields: [String: String?], bearer: String? = nil) throws -> Answer {
        let pairs = fields.compactMap { name, value in value.map { (name, $0) } }
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")]
        return try site.client.send(
            "POST",
            path,
            headers: headers + (bearer.map { [("Authorization", "Bearer \($0)")] } ?? []),
            body: OwnerBrowser.form(pairs)
        )
    }

    func get(_ path: String, bearer: String? = nil) throws -> Answer {
        try site.client.send("GET", path, headers: bearer.map { [("Authorization", "Bearer \($0)")] } ?? [])
    }
}

/// Expects a refusal in OAuth's JSON form.
func expectOAuthError(
    _ answer: HTTPClient.Answer,
    _ error: String,
    status: Int = 400,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(answer.status == status, "\(answer.text)", sourceLocation: sourceLocation)
    #expect(answer.json["error"] as? String == error, "\(answer.text)", sourceLocation: sourceLocation)
    #expect(answer.json["error_description"] is String, sourceLocation: sourceLocation)
    #expect(answer["Content-Type"] == "application/json", sourceLocation: sourceLocation)
    #expect(answer["Cache-Control"] == "no-store", sourceLocation: sourceLocation)
    #expect(answer["Location"] == nil, sourceLocation: sourceLocation)
}
