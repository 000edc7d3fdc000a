import Foundation
import GRDB

extension Passkey {
    /// The passkeys for which an SQL condition holds, the newest first.
    static func fetch(
        _ db: Database,
        where condition: String,
        _ arguments: StatementArguments
    ) throws -> [Passkey] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, credential_id, public_key, sign_count, transports, name, created_at, last_used_at
                FROM passkeys WHERE \(condition) ORDER BY id DESC
                """,
            arguments: arguments
        ).map(Passkey.init)
    }

    static func fetch(_ db: Database, credentialID: [UInt8]) throws -> Passkey? {
        try fetch(db, where: "credential_id = ?", [Base64URL.encode(credentialID)]).first
    }

    static func insert(
        _ credential: AuthenticatorData.AttestedCredential,
        signCount: UInt32,
        transports: [String],
        name: String,
        at time: Date,
        into db: Database
    ) throws -> Passkey {
        let created = StoredTimestamp(time)
        try db.execute(
            sql: """
                INSERT INTO passkeys (credential_id, public_key, sign_count, transports, name, created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Base64URL.encode(credential.id), Data(credential.publicKey), Int64(signCount),
                transports.joined(separator: " "), name, created.text,
            ]
        )
        return Passkey(
            id: db.lastInsertedRowID,
            name: name,
            created: created,
            lastUsed: nil,
            credentialID: credential.id,
            publicKey: credential.publicKey,
            signCount: signCount,
            transports: transports
        )
    }

    func noteUse(signCount: UInt32, at time: Date, in db: Database) throws {
        try db.execute(
            sql: "UPDATE passkeys SET sign_count = ?, last_used_at = ? WHERE id = ?",
            arguments: [Int64(signCount), StoredTimestamp(time).text, id]
        )
    }

    private init(_ row: Row) throws {
        self.init(
            id: try row.decode(forColumn: "id"),
            name: try row.decode(forColumn: "name"),
            created: StoredTimestamp(try row.decode(String.self, forColumn: "created_at")) ?? .unknown,
            lastUsed: try row.decode(String?.self, forColumn: "last_used_at").flatMap { StoredTimestamp($0) },
            credentialID: Base64URL.decode(try row.decode(forColumn: "credential_id")) ?? [],
            publicKey: Array(try row.decode(Data.self, forColumn: "public_key")),
            signCount: UInt32(clamping: try row.decode(Int64.self, forColumn: "sign_count")),
            transports: try row.decode(String.self, forColumn: "transports").split(separator: " ").map(String.init)
        )
    }
}
