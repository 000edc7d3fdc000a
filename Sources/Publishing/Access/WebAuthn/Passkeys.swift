package import Foundation
package import GRDB
package import IndieWeb

/// The owner's passkeys, and the two ceremonies of Web Authentication Level 2 (table `passkeys`).
package struct Passkeys: Sendable {
    /// How many a site keeps.
    package static let limit = 50

    private let database: any DatabaseWriter
    private let relyingParty: RelyingParty
    private let challenges: PasskeyChallenge
    private let now: @Sendable () -> Date

    /// The passkeys of a site.
    package init(
        database: any DatabaseWriter,
        relyingParty: RelyingParty,
        secret: SessionSecret,
        now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.relyingParty = relyingParty
        challenges = PasskeyChallenge(secret: secret)
        self.now = now
    }

    /// All of them, the newest first.
    package func list() async throws -> [Passkey] {
        try await database.read { try Passkey.fetch($0, where: "1", []) }
    }

    /// What a page of the signed-in owner gives to `navigator.credentials.create` as its `publicKey`.
    package func registrationOptions(
        in session: Session,
        userName: String,
        random: inout some RandomNumberGenerator
    ) async throws -> JSONValue {
        let challenge = challenges.issue(for: .registration(session), at: now(), random: &random)
        return PasskeyOptions.registration(
            relyingParty,
            userName: userName,
            challenge: challenge,
            existing: try await list()
        )
    }

    /// Registers what `create` has answered (section 7.1).
    ///
    /// Attestation statements are not looked at: we ask for none, and trust no maker more than another.
    ///
    /// - Parameters:
    ///   - answer: the credential's `toJSON()`.
    ///   - name: what the owner calls it; up to 100 characters count.
    ///   - session: the session that the options were made in.
    /// - Returns: the passkey.
    /// - Throws: ``PasskeyError``.
    package func register(_ answer: JSONValue, name: String, in session: Session) async throws -> Passkey {
        let time = now()
        let answer = try PasskeyAnswer(answer)
        let clientData = try CollectedClientData(answer.bytes("clientDataJSON"))
        var reader = CBORReader(try answer.bytes("attestationObject")[...])
        guard let attestation = try? reader.value(), reader.isAtEnd, attestation["fmt"]?.textValue != nil,
            let authenticatorBytes = attestation["authData"]?.bytesValue
        else { throw PasskeyError.malformed("attestationObject") }
        let authenticatorData = try AuthenticatorData(authenticatorBytes)
        guard let end = challenges.end(of: clientData.challenge, for: .registration(session), at: time) else {
            throw PasskeyError.wrongChallenge
        }
        try relyingParty.check(clientData, authenticatorData, ceremony: .registration)
        guard let credential = authenticatorData.credential, credential.id == answer.id else {
            throw PasskeyError.malformed("attestedCredentialData")
        }
        _ = try COSEKey(credential.publicKey)
        let result: Result<Passkey, PasskeyError> = try await database.write { db in
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM passkeys") ?? 0
            guard count < Self.limit else { return .failure(.tooMany) }
            guard try Passkey.fetch(db, credentialID: credential.id) == nil else { return .failure(.alreadyRegistered) }
            guard try Self.useUp(clientData.challenge, until: end, in: db) else { return .failure(.wrongChallenge) }
            return .success(
                try Passkey.insert(
                    credential,
                    signCount: authenticatorData.signCount,
                    transports: answer.transports,
                    name: Self.cleaned(name),
                    at: time,
                    into: db
                )
            )
        }
        return try result.get()
    }

    /// What the sign-in page gives to `navigator.credentials.get` as its `publicKey`. Writes nothing.
    package func signInOptions(random: inout some RandomNumberGenerator) -> JSONValue {
        PasskeyOptions.signIn(relyingParty, challenge: challenges.issue(for: .signIn, at: now(), random: &random))
    }

    /// The passkey that has answered `get` rightly (section 7.2).
    ///
    /// - Parameter answer: the credential's `toJSON()`.
    /// - Returns: the passkey, as it was before this use.
    /// - Throws: ``PasskeyError``.
    package func verify(_ answer: JSONValue) async throws -> Passkey {
        let time = now()
        let answer = try PasskeyAnswer(answer)
        let assertion = try PasskeyAssertion(answer)
        guard let end = challenges.end(of: assertion.clientData.challenge, for: .signIn, at: time) else {
            throw PasskeyError.wrongChallenge
        }
        let result: Result<Passkey, PasskeyError> = try await database.write { [relyingParty] db in
            guard let passkey = try Passkey.fetch(db, credentialID: answer.id) else {
                return .failure(.unknownCredential)
            }
            do throws(PasskeyError) {
                try assertion.check(passkey, of: relyingParty)
            } catch {
                return .failure(error)
            }
            guard try Self.useUp(assertion.clientData.challenge, until: end, in: db) else {
                return .failure(.wrongChallenge)
            }
            try passkey.noteUse(signCount: assertion.authenticatorData.signCount, at: time, in: db)
            return .success(passkey)
        }
        return try result.get()
    }

    /// Calls a passkey something else.
    ///
    /// - Returns: false when there is no such passkey.
    package func rename(id: Int64, to name: String) async throws -> Bool {
        try await database.write { db in
            try db.execute(sql: "UPDATE passkeys SET name = ? WHERE id = ?", arguments: [Self.cleaned(name), id])
            return db.changesCount > 0
        }
    }

    /// Removes a passkey; the device keeps its half, which is worth nothing then.
    ///
    /// - Returns: false when there is no such passkey.
    package func remove(id: Int64) async throws -> Bool {
        try await database.write { db in
            try db.execute(sql: "DELETE FROM passkeys WHERE id = ?", arguments: [id])
            return db.changesCount > 0
        }
    }

    /// - Returns: false when the question was answered before.
    private static func useUp(_ challenge: [UInt8], until end: Date, in db: Database) throws -> Bool {
        try db.execute(
            sql: "INSERT OR IGNORE INTO answered_challenges (challenge_hash, expires_at) VALUES (?, ?)",
            arguments: [ContentHash(challenge).hex, StoredTimestamp(end).text]
        )
        return db.changesCount == 1
    }

    private static func cleaned(_ name: String) -> String {
        let text = name.trimmingCharacters(in: .whitespacesAndNewlines).prefix(100)
        return text.isEmpty ? "Passkey" : String(text)
    }
}
