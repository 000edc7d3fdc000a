import GRDB

extension ConnectedApplications {
    /// Tokens that work and belong to no application: those that the owner made with `starpunk token create`.
    package func ownTokens() async throws -> [AccessToken] {
        let time = now()
        return try await database.read { db in
            try AccessToken.fetch(
                db,
                where: "grant_id IS NULL AND coalesce(client_id, '') = '' AND revoked_at IS NULL",
                []
            )
            .filter { $0.isValid(at: time) }
        }
    }

    /// Takes back one such token.
    ///
    /// - Returns: false when there is none of this number.
    package func revokeOwnToken(id: Int64) async throws -> Bool {
        let time = now()
        return try await database.write { db in
            let condition = "id = ? AND grant_id IS NULL AND coalesce(client_id, '') = '' AND revoked_at IS NULL"
            guard try !AccessToken.fetch(db, where: condition, [id]).isEmpty else { return false }
            try AccessToken.revoke(id: id, at: time, in: db)
            return true
        }
    }
}
