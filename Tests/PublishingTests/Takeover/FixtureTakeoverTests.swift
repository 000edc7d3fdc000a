import Foundation
import Publishing
import TestSupport
import Testing
import Upgrade

/// Every state in which a Python release is known to have left a database, in both journal modes, with and without
/// keeping tokens.
struct TakeoverCase: Sendable, CustomTestStringConvertible {
    let fixture: Fixture
    let journal: Fixture.Journal
    let keepsTokens: Bool

    var testDescription: String { "\(fixture), \(journal), \(keepsTokens ? "keeping" : "invalidating") tokens" }

    static let all: [TakeoverCase] = Fixture.upgradable.flatMap { fixture in
        Fixture.Journal.allCases.flatMap { journal in
            [false, true].map { TakeoverCase(fixture: fixture, journal: journal, keepsTokens: $0) }
        }
    }
}

@Suite("Taking over a database of a Python release")
struct FixtureTakeoverTests {
    static let noteColumns =
        "SELECT id, slug, file_path, published, created_at, updated_at, deleted_at, content_hash FROM notes ORDER BY id"

    @Test(
        "ends on the golden schema with everything kept, and a second run changes nothing",
        arguments: TakeoverCase.all
    )
    func takeover(_ takeover: TakeoverCase) throws {
        let site = try TakenOver(takeover.fixture, journal: takeover.journal)
        let isEmpty = try !site.has(table: "notes")
        let before = try Self.content(of: site)
        let clearTokens = try Self.clearTextTokens(in: site)
        let report = try site.upgrade(tokens: takeover.keepsTokens ? .keep : .invalidate)

        let folder = try site.dataFolder()
        let inspection = try folder.inspect(.integrityCheck)
        #expect(inspection.state == .current)
        #expect(inspection.fingerprint == folder.history.fingerprint)
        for (name, rows) in before where name != "ledger" {
            #expect(try Self.content(of: site)[name] == rows, "\(name) of \(takeover.fixture)")
        }
        #expect(
            Set(try site.strings("SELECT migration_name FROM schema_migrations")).isSuperset(of: folder.history.names)
        )
        try Self.expectTokens(of: site, clear: clearTokens, kept: takeover.keepsTokens, report: report)
        try Self.expectNoClearText(in: site)
        try Self.expectInterface(of: site)
        #expect(try folder.verify().isWhole)
        #expect((report.backup == nil) == isEmpty)

        let bytes = try site.databaseBytes()
        #expect(try site.upgrade().applied.isEmpty)
        #expect(try site.databaseBytes()["starpunk.db"] == bytes["starpunk.db"])
        #expect(site.backupNames.count == (isEmpty ? 0 : 1))
    }

    /// Columns that our migrations add to tables of the Python releases.
    private static let ownColumns: Set = ["source_hash", "unused_since", "upload_number", "grant_id", "post_count"]

    /// What has to be the same afterwards, as far as it is there.
    static func content(of site: TakenOver) throws -> [String: [String]] {
        var content: [String: [String]] = [:]
        guard try site.has(table: "notes") else { return content }
        content["notes"] = try site.rows(noteColumns)
        content["sequence of notes"] = try site.rows("SELECT seq FROM sqlite_sequence WHERE name = 'notes'")
        let sessions = try site.strings("SELECT name FROM pragma_table_info('sessions')")
        let sessionHash = sessions.contains("session_token_hash") ? "session_token_hash" : "session_token"
        let hashes = try site.strings("SELECT \(sessionHash) FROM sessions ORDER BY id")
        content["sessions"] = sessionHash == "session_token" ? hashes.map(TakenOver.hash) : hashes
        content["session dates"] = try site.rows(
            "SELECT id, me, created_at, expires_at, last_used_at FROM sessions ORDER BY id"
        )
        content["auth_state"] = try site.rows("SELECT state, created_at, expires_at FROM auth_state")
        for table in [
            "authorization_codes", "author_profile", "media", "note_media", "tags", "note_tags", "media_variants",
        ] where try site.has(table: table) {
            let columns = try site.strings("SELECT name FROM pragma_table_info('\(table)')").filter {
                !ownColumns.contains($0)
            }
            content[table] = try site.rows("SELECT \(columns.joined(separator: ", ")) FROM \(table) ORDER BY 1, 2")
        }
        return content
    }

    static func clearTextTokens(in site: TakenOver) throws -> [String] {
        guard try site.strings("SELECT name FROM pragma_table_info('tokens')").contains("token") else { return [] }
        return try site.strings("SELECT token FROM tokens WHERE token <> ''")
    }

    static func expectTokens(of site: TakenOver, clear: [String], kept: Bool, report: UpgradeReport) throws {
        let hashes = Set(try site.strings("SELECT token_hash FROM tokens"))
        #expect(report.discarded["tokens"] ?? 0 == (kept ? 0 : clear.count))
        for token in clear {
            #expect(hashes.contains(TakenOver.hash(token)) == kept)
        }
        if kept, !clear.isEmpty {
            #expect(
                try site.strings("SELECT id FROM tokens WHERE expires_at <= '2026-11-22' OR expires_at IS NULL").isEmpty
            )
        }
    }

    static func expectNoClearText(in site: TakenOver) throws {
        for (name, bytes) in try site.databaseBytes() {
            for secret in ["plaintext-token", "plain-session-token"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(name)")
            }
        }
    }

    /// What interface.md promises of the tables of tokens and codes.
    static func expectInterface(of site: TakenOver) throws {
        let columns = try site.strings("SELECT name FROM pragma_table_info('tokens')")
        #expect(
            Set(columns).isSuperset(of: [
                "id", "token_hash", "me", "client_id", "scope", "created_at", "expires_at", "last_used_at",
                "revoked_at",
            ])
        )
        #expect(!columns.contains("token"))
        let required = try site.strings("SELECT name FROM pragma_table_info('tokens') WHERE \"notnull\" = 1")
        #expect(Set(required).isSuperset(of: ["token_hash", "me", "expires_at"]))
        let indexes = Set(try site.strings("SELECT name FROM pragma_index_list('tokens')"))
        #expect(indexes.isSuperset(of: ["idx_tokens_hash", "idx_tokens_me", "idx_tokens_expires"]))
        #expect(try site.has(table: "authorization_codes"))
    }
}
