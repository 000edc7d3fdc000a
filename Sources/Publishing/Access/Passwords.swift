package import Foundation
package import GRDB

/// The owner's password, if there is one (table `owner_password`). It belongs to the site and not to an address, so that a
/// move to another domain does not lock the owner out.
package struct Passwords: Sendable {
    private let database: any DatabaseWriter
    private let hasher: PasswordHasher
    private let policy: PasswordPolicy
    private let now: @Sendable () -> Date

    /// The password of a site. The hasher is shared by all that check one.
    package init(
        database: any DatabaseWriter,
        hasher: PasswordHasher,
        policy: PasswordPolicy,
        now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.hasher = hasher
        self.policy = policy
        self.now = now
    }

    /// When the password was set, nil when there is none.
    package func changed() async throws -> StoredTimestamp? {
        try await database.read { db in
            try String.fetchOne(db, sql: "SELECT changed_at FROM owner_password").flatMap { StoredTimestamp($0) }
        }
    }

    /// Whether this is the password. Where there is none, none is.
    ///
    /// A right one whose hash costs less than new ones do is hashed anew.
    ///
    /// - Throws: ``PasswordHasher/Busy`` when too many try at once.
    package func verify(_ password: String, random: inout some RandomNumberGenerator) async throws -> Bool {
        let salt = Secret.bytes(16, from: &random)
        let stored = try await database.read { try String.fetchOne($0, sql: "SELECT hash FROM owner_password") }
        guard let stored, let hash = PasswordHash(stored), password.utf8.count <= Self.maximumBytes,
            try await hasher.verify(password, against: hash)
        else { return false }
        if hash.cost != hasher.cost {
            let renewed = try await hasher.hash(password, salt: salt).description
            try await database.write { db in
                try db.execute(
                    sql: "UPDATE owner_password SET hash = ? WHERE hash = ?",
                    arguments: [renewed, stored]
                )
            }
        }
        return true
    }

    /// Sets the password. Where it takes the place of another, all other browsers are signed out and all applications must
    /// be allowed anew: who changes a password may have to be rid of somebody.
    ///
    /// - Parameters:
    ///   - password: the new one.
    ///   - sessionID: the session that stays.
    ///   - random: where the salt comes from.
    /// - Throws: ``PasswordPolicy/Fault`` for one that is too weak, ``PasswordHasher/Busy``.
    package func set(
        _ password: String,
        keeping sessionID: Int64?,
        random: inout some RandomNumberGenerator
    ) async throws {
        if let fault = policy.fault(of: password) { throw fault }
        let hash = try await hasher.hash(password, salt: Secret.bytes(16, from: &random)).description
        let time = now()
        try await database.write { db in
            if try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM owner_password)") == true {
                try Sessions.deleteAll(except: sessionID, in: db)
                try Grant.revokeAll(at: time, in: db)
            }
            try db.execute(
                sql: """
                    INSERT INTO owner_password (id, hash, changed_at) VALUES (1, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at
                    """,
                arguments: [hash, StoredTimestamp(time).text]
            )
        }
    }

    /// Removes the password: from now on the owner signs in by other ways.
    package func remove() async throws {
        try await database.write { try $0.execute(sql: "DELETE FROM owner_password") }
    }

    /// More than any password that can be set has.
    private static let maximumBytes = PasswordPolicy.maximumLength * 4
}
