package import Foundation
package import GRDB
package import IndieWeb

/// The sign-ins at the owner's own provider that are under way (table `auth_state`), of whose `state` only the SHA-256 is
/// kept. Each is bound to the browser that began it.
package struct LoginStates: Sendable {
    /// Seconds that a sign-in may take.
    package static let lifetime = 600
    /// Beyond so many the oldest go: anybody can begin a sign-in.
    static let limit = 1000

    private let database: any DatabaseWriter
    private let now: @Sendable () -> Date

    /// The sign-ins of a site.
    package init(database: any DatabaseWriter, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.now = now
    }

    /// Keeps a sign-in until its answer comes.
    ///
    /// - Parameters:
    ///   - flow: what is asked.
    ///   - browser: the value of a cookie that only this browser has.
    ///   - returnPath: where the browser goes afterwards.
    /// - Throws: what SQLite says.
    package func begin(_ flow: AuthorizationFlow, browser: String, returnPath: ReturnPath?) async throws {
        let time = now()
        try await database.write { db in
            try Self.deleteExpired(at: time, in: db)
            try db.execute(
                sql: """
                    DELETE FROM auth_state
                    WHERE rowid IN (SELECT rowid FROM auth_state ORDER BY rowid DESC LIMIT -1 OFFSET ?)
                    """,
                arguments: [Self.limit - 1]
            )
            try db.execute(
                sql: """
                    INSERT INTO auth_state (
                        state, created_at, expires_at, browser_hash, client_id, redirect_uri, code_verifier, scope, me,
                        discovered, server, return_path
                    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    ContentHash(flow.state).hex, StoredTimestamp(time).text,
                    StoredTimestamp(time.addingTimeInterval(TimeInterval(Self.lifetime))).text,
                    ContentHash(browser).hex, flow.clientID.written, flow.redirectURI.text, flow.codeVerifier,
                    flow.scope.description, flow.me.text, flow.discovered.map(\.text).joined(separator: " "),
                    flow.server.stored.text, returnPath?.description,
                ]
            )
        }
    }

    /// The sign-in that an answer belongs to, once. Nil when it is unknown, too old, or another browser's, which does not
    /// use it up.
    ///
    /// - Parameters:
    ///   - state: the parameter of the answer.
    ///   - browser: the value of the browser's cookie.
    /// - Returns: the sign-in; its flow checks the rest of the answer.
    /// - Throws: what SQLite says.
    package func take(_ state: String, browser: String) async throws -> LoginState? {
        let time = now()
        return try await database.write { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    DELETE FROM auth_state WHERE state = ? AND browser_hash = ?
                    RETURNING expires_at, client_id, redirect_uri, code_verifier, scope, me, discovered, server,
                        return_path
                    """,
                arguments: [ContentHash(state).hex, ContentHash(browser).hex]
            )
            guard let row, let expires = String.fromDatabaseValue(row["expires_at"]).flatMap({ StoredTimestamp($0) }),
                time < expires.date
            else { return nil }
            return LoginState(row, state: state)
        }
    }

    static func deleteExpired(at time: Date, in db: Database) throws {
        // A time that cannot be read is over, too.
        try db.execute(
            sql: "DELETE FROM auth_state WHERE coalesce(julianday(expires_at) <= julianday(?), 1)",
            arguments: [StoredTimestamp(time).text]
        )
    }
}

extension LoginState {
    fileprivate init?(_ row: Row, state: String) {
        func text(_ column: String) -> String { String.fromDatabaseValue(row[column]) ?? "" }
        // Loopback addresses were allowed or refused when the sign-in began.
        func profile(_ text: String) -> ProfileURL? { try? ProfileURL(text, allowsLoopback: true) }
        guard let server = AuthorizationServer(stored: text("server")), let me = profile(text("me")),
            let clientID = try? ClientID(text("client_id")), let redirectURI = RedirectURI(text("redirect_uri"))
        else { return nil }
        flow = AuthorizationFlow(
            server: server,
            clientID: clientID,
            redirectURI: redirectURI,
            state: state,
            codeVerifier: text("code_verifier"),
            scope: Scope(text("scope")),
            me: me,
            discovered: text("discovered").split(separator: " ").compactMap { profile(String($0)) }
        )
        returnPath = ReturnPath(text("return_path"))
    }
}

extension AuthorizationServer {
    /// The server under the names that metadata have (RFC 8414, section 2).
    fileprivate var stored: JSONObject {
        var object: JSONObject = ["authorization_endpoint": .string(authorizationEndpoint.text)]
        object["token_endpoint"] = tokenEndpoint.map { .string($0.text) }
        object["issuer"] = issuer.map(JSONValue.string)
        object["authorization_response_iss_parameter_supported"] = .bool(sendsIssuer)
        return object
    }

    fileprivate init?(stored text: String) {
        guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue else { return nil }
        func address(_ name: String) -> WebAddress? { object[name]?.stringValue.flatMap { WebAddress($0) } }
        if let issuer = address("issuer") {
            guard let document = try? MetadataDocument(json: Array(text.utf8), url: issuer) else { return nil }
            self.init(document)
        } else {
            guard let endpoint = address("authorization_endpoint") else { return nil }
            self.init(authorizationEndpoint: endpoint, tokenEndpoint: address("token_endpoint"))
        }
    }
}
