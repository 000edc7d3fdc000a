package import Foundation
package import GRDB
package import IndieWeb

/// What others let the owner read: tickets that wait to be redeemed, and the tokens that came of them (table
/// `external_tokens`).
package struct ExternalTokens: Sendable {
    /// How many there may be. Anybody can send a ticket.
    package static let capacity = 200
    /// How many of them may be tickets that wait.
    static let mostWaiting = 20
    /// Seconds after which a ticket that nobody redeems is given up.
    static let patience: TimeInterval = 600

    private let database: any DatabaseWriter
    private let secret: SessionSecret
    private let now: @Sendable () -> Date

    /// The tokens of a site.
    ///
    /// - Parameters:
    ///   - database: the site's database.
    ///   - secret: what they are sealed with.
    ///   - now: the clock.
    package init(database: any DatabaseWriter, secret: SessionSecret, now: @escaping @Sendable () -> Date) {
        (self.database, self.secret, self.now) = (database, secret, now)
    }

    /// Keeps a ticket until it can be redeemed.
    ///
    /// - Throws: ``OAuthError`` with `temporarily_unavailable` when there are too many already.
    package func receive(_ offer: TicketOffer) async throws {
        let time = now()
        let sealed = try secret.seal(offer.ticket, purpose: Self.purpose)
        let isKept = try await database.write { db in
            try Self.deleteEnded(at: time, in: db)
            let counts = "SELECT count(*) < ? AND count(ticket) < ? FROM external_tokens"
            guard try Bool.fetchOne(db, sql: counts, arguments: [Self.capacity, Self.mostWaiting]) == true else {
                return false
            }
            try db.execute(
                sql: "INSERT INTO external_tokens (issuer, resources, received_at, ticket) VALUES (?, ?, ?, ?)",
                arguments: [
                    (offer.issuer ?? offer.resources[0]).text,
                    offer.resources.map(\.text).joined(separator: " "), StoredTimestamp(time).text, sealed,
                ]
            )
            return true
        }
        guard isKept else { throw OAuthError(.temporarilyUnavailable, "There are too many tickets here.") }
    }

    /// A ticket that is not redeemed yet.
    struct Waiting: Sendable {
        let id: Int64
        /// An address that leads to the token endpoint.
        let issuer: String
        let ticket: String
    }

    /// All tickets that are not redeemed yet, the oldest first.
    func waiting() async throws -> [Waiting] {
        try await database.read { [secret] db in
            try Row.fetchAll(
                db,
                sql: "SELECT id, issuer, ticket FROM external_tokens WHERE ticket IS NOT NULL ORDER BY id"
            ).compactMap { row in
                // Of another secret's time: nobody can redeem it any more, and its time runs out.
                guard let ticket = secret.open(row["ticket"], purpose: Self.purpose) else { return nil }
                return Waiting(id: row["id"], issuer: row["issuer"], ticket: ticket)
            }
        }
    }

    /// Puts the token in the ticket's place, and in that of an earlier one for the same resources.
    func redeemed(_ id: Int64, for answer: TokenResponse) async throws {
        let time = now()
        let sealed = try secret.seal(answer.accessToken, purpose: Self.purpose)
        let end = answer.expiresIn.map { StoredTimestamp(time.addingTimeInterval(TimeInterval($0))).text }
        try await database.write { db in
            try db.execute(
                sql: "UPDATE external_tokens SET ticket = NULL, token = ?, scope = ?, expires_at = ? WHERE id = ?",
                arguments: [sealed, answer.scope.description, end, id]
            )
            try db.execute(
                sql: """
                    DELETE FROM external_tokens WHERE ticket IS NULL AND id <> ?1 AND (issuer, resources) =
                        (SELECT issuer, resources FROM external_tokens WHERE id = ?1)
                    """,
                arguments: [id]
            )
        }
    }

    /// The tokens, the newest first.
    package func list() async throws -> [ExternalToken] {
        let time = now()
        return try await database.read { [secret] db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, issuer, resources, received_at, token, scope, expires_at FROM external_tokens
                    WHERE token IS NOT NULL AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC
                    """,
                arguments: [StoredTimestamp(time).text]
            ).map { ExternalToken($0, token: secret.open($0["token"], purpose: Self.purpose)) }
        }
    }

    /// Forgets a token, or a ticket that cannot be redeemed.
    package func forget(id: Int64) async throws {
        try await database.write { try $0.execute(sql: "DELETE FROM external_tokens WHERE id = ?", arguments: [id]) }
    }

    /// Removes tokens that have ended, and tickets that nobody redeemed.
    static func deleteEnded(at time: Date, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM external_tokens WHERE expires_at <= ? OR ticket IS NOT NULL AND received_at <= ?",
            arguments: [StoredTimestamp(time).text, StoredTimestamp(time.addingTimeInterval(-patience)).text]
        )
    }

    private static let purpose = "external token"
}

/// What somebody lets the owner read.
package struct ExternalToken: Sendable, Equatable, Identifiable {
    /// The row's identity.
    package let id: Int64
    /// Who lets the owner read, a URL.
    package let issuer: String
    /// What may be read, URLs.
    package let resources: [String]
    /// When the ticket came.
    package let received: StoredTimestamp
    /// What a reader sends along as a Bearer token; nil when it was sealed with another secret than the present one.
    package let token: String?
    /// What it allows.
    package let scope: Scope
    /// When it ends; nil when nobody said.
    package let expires: StoredTimestamp?

    fileprivate init(_ row: Row, token: String?) {
        id = row["id"]
        issuer = row["issuer"]
        resources = (row["resources"] as String).split(separator: " ").map(String.init)
        received = StoredTimestamp(row["received_at"]) ?? .unknown
        self.token = token
        scope = Scope(row["scope"] ?? "")
        expires = (row["expires_at"] as String?).map { StoredTimestamp($0) ?? .unknown }
    }
}
