package import Foundation
package import GRDB
package import IndieWeb

/// What others let the owner read: tickets that wait to be redeemed, and the tokens that came of them (table
/// `external_tokens`).
///
/// A row has a ticket, then neither that nor a token while the ticket is being redeemed, then a token. So of several who
/// want to redeem a ticket one does, and one that was sent and not answered is not sent again.
package struct ExternalTokens: Sendable {
    /// How many there may be. Anybody can send a ticket.
    package static let capacity = 200
    /// How many of one site.
    package static let mostOfSite = 20
    /// How many of them may be tickets that wait, and how many of one site.
    static let mostWaiting = (all: 20, ofSite: 3)
    /// Seconds after which a ticket that nobody redeems is given up.
    static let patience: TimeInterval = 600
    /// Seconds after which a token is forgotten, also one that is said to last longer or for ever: a year.
    package static let longestLife: TimeInterval = 31_536_000

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
        let sealed = try secret.seal(offer.ticket, purpose: Self.ticketPurpose)
        let issuer = offer.issuer ?? offer.resources[0]
        let isKept = try await database.write { db in
            try Self.deleteEnded(at: time, in: db)
            guard try Self.hasRoom(for: issuer, in: db) else { return false }
            try db.execute(
                sql: "INSERT INTO external_tokens (issuer, resources, received_at, ticket) VALUES (?, ?, ?, ?)",
                arguments: [
                    issuer.text, offer.resources.map(\.text).joined(separator: " "), StoredTimestamp(time).text, sealed,
                ]
            )
            return true
        }
        guard isKept else { throw OAuthError(.temporarilyUnavailable, "There are too many tickets here.") }
    }

    private static func hasRoom(for issuer: WebAddress, in db: Database) throws -> Bool {
        let rows = try Row.fetchAll(db, sql: "SELECT issuer, token IS NULL FROM external_tokens")
        let isOfSite = rows.map { WebAddress($0[0] as String)?.origin == issuer.origin }
        let isWaiting = rows.map { $0[1] as Bool }
        let waitingOfSite = zip(isOfSite, isWaiting).count { $0 && $1 }
        return rows.count < capacity && isOfSite.count { $0 } < mostOfSite
            && isWaiting.count { $0 } < mostWaiting.all && waitingOfSite < mostWaiting.ofSite
    }

    /// A ticket that is not redeemed yet.
    struct Waiting: Sendable {
        let id: Int64
        /// An address that leads to the token endpoint.
        let issuer: String
        /// Whether that is the issuer's identifier, which its document must repeat.
        let isIdentifier: Bool
        let ticket: String
    }

    /// The tickets that are not redeemed yet, the oldest first.
    func waiting() async throws -> [Waiting] {
        let time = now()
        return try await database.write { [secret] db in
            try Self.deleteEnded(at: time, in: db)
            return try Row.fetchAll(
                db,
                sql: "SELECT id, issuer, resources, ticket FROM external_tokens WHERE ticket IS NOT NULL ORDER BY id"
            ).compactMap { row in
                // Of another secret's time: nobody can redeem it any more, and its time runs out.
                guard let ticket = secret.open(row["ticket"], purpose: Self.ticketPurpose) else { return nil }
                let (issuer, resources): (String, String) = (row["issuer"], row["resources"])
                return Waiting(
                    id: row["id"],
                    issuer: issuer,
                    isIdentifier: resources.split(separator: " ").first.map(String.init) != issuer,
                    ticket: ticket
                )
            }
        }
    }

    /// Takes a ticket for redeeming.
    ///
    /// - Returns: false when somebody else has.
    func take(_ waiting: Waiting) async throws -> Bool {
        try await database.write { db in
            try db.execute(
                sql: "UPDATE external_tokens SET ticket = NULL WHERE id = ? AND ticket IS NOT NULL",
                arguments: [waiting.id]
            )
            return db.changesCount == 1
        }
    }

    /// Gives back a ticket that was taken and could not be redeemed.
    func putBack(_ waiting: Waiting) async throws {
        let sealed = try secret.seal(waiting.ticket, purpose: Self.ticketPurpose)
        try await database.write { db in
            try db.execute(
                sql: "UPDATE external_tokens SET ticket = ? WHERE id = ? AND token IS NULL",
                arguments: [sealed, waiting.id]
            )
        }
    }

    /// Puts the token in the ticket's place, and in that of an earlier one for the same resources.
    func redeemed(_ id: Int64, for answer: TokenResponse) async throws {
        let time = now()
        let sealed = try secret.seal(answer.accessToken, purpose: Self.tokenPurpose)
        let life = min(max(answer.expiresIn.map(TimeInterval.init) ?? Self.longestLife, 0), Self.longestLife)
        let end = StoredTimestamp(time.addingTimeInterval(life)).text
        try await database.write { db in
            try db.execute(
                sql: "UPDATE external_tokens SET token = ?, scope = ?, expires_at = ? WHERE id = ?",
                arguments: [sealed, answer.scope.description, end, id]
            )
            try db.execute(
                sql: """
                    DELETE FROM external_tokens WHERE token IS NOT NULL AND id <> ?1 AND (issuer, resources) =
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
                    WHERE token IS NOT NULL AND expires_at > ? ORDER BY id DESC
                    """,
                arguments: [StoredTimestamp(time).text]
            ).map { ExternalToken($0, token: secret.open($0["token"], purpose: Self.tokenPurpose)) }
        }
    }

    /// Forgets a token, or a ticket that cannot be redeemed.
    package func forget(id: Int64) async throws {
        try await database.write { try $0.execute(sql: "DELETE FROM external_tokens WHERE id = ?", arguments: [id]) }
    }

    /// Removes tokens that have ended, and tickets that were not redeemed in time.
    static func deleteEnded(at time: Date, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM external_tokens WHERE expires_at <= ? OR token IS NULL AND received_at <= ?",
            arguments: [StoredTimestamp(time).text, StoredTimestamp(time.addingTimeInterval(-patience)).text]
        )
    }

    private static let ticketPurpose = "external ticket"
    private static let tokenPurpose = "external token"
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
    /// When it ends at the latest.
    package let expires: StoredTimestamp

    fileprivate init(_ row: Row, token: String?) {
        id = row["id"]
        issuer = row["issuer"]
        resources = (row["resources"] as String).split(separator: " ").map(String.init)
        received = StoredTimestamp(row["received_at"]) ?? .unknown
        self.token = token
        scope = Scope(row["scope"] ?? "")
        expires = StoredTimestamp(row["expires_at"]) ?? .unknown
    }
}
