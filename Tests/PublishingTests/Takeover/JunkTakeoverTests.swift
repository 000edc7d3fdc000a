import Foundation
import Publishing
import TestSupport
import Testing
import Upgrade

@Suite("Taking over junk, copies and damage")
struct JunkTakeoverTests {
    @Test("a token without a value becomes no token", arguments: ["''", "NULL", "x''"])
    func emptyToken(value: String) throws {
        for tokens in [SiteSchema.ClearTextTokens.invalidate, .keep] {
            for fixture in ["S07_v0.9_upgraded", "S08_hotfix_option1"] {
                let site = try TakenOver(
                    Fixture(fixture),
                    extra: "INSERT INTO tokens (token, me) VALUES (\(value), 'https://alice.example.com/');"
                )
                try site.upgrade(tokens: tokens)
                #expect(try site.strings("SELECT count(*) FROM tokens") == [tokens == .keep ? "2" : "0"])
            }
        }
    }

    @Test("hashed tokens survive when a column of clear text was added to the release's own table")
    func clearTextBesideRelease() throws {
        let site = try TakenOver(
            Fixture("S17_rc3_healthy"),
            extra: "ALTER TABLE tokens ADD COLUMN TOKEN TEXT; UPDATE tokens SET token = 'plain-' || id;"
        )
        let before = try site.strings("SELECT token_hash FROM tokens ORDER BY id")
        try site.upgrade()
        #expect(try site.strings("SELECT token_hash FROM tokens ORDER BY id") == before)
        #expect(try site.strings("SELECT name FROM pragma_table_info('tokens') WHERE lower(name) = 'token'").isEmpty)
    }

    @Test("a session_token_hash added by hand is not believed")
    func sessionHash() throws {
        let site = try TakenOver(
            Fixture("S02_v0.1_plain_sessions"),
            extra: "ALTER TABLE sessions ADD COLUMN session_token_hash TEXT NOT NULL DEFAULT '';"
        )
        try site.upgrade()
        let hashes = ["plain-session-token-live", "plain-session-token-old"].map(TakenOver.hash)
        #expect(try site.strings("SELECT session_token_hash FROM sessions ORDER BY id") == hashes)
    }

    @Test("names that a race recorded twice are one, and rows without a name are none")
    func duplicateLedger() throws {
        let site = try TakenOver(
            .incident,
            extra: """
                DROP TABLE schema_migrations;
                CREATE TABLE schema_migrations (id INTEGER PRIMARY KEY, migration_name TEXT, applied_at TIMESTAMP);
                INSERT INTO schema_migrations (migration_name) VALUES ('001_add_code_verifier_to_auth_state.sql'),
                ('001_add_code_verifier_to_auth_state.sql'), (NULL);
                """
        )
        try site.upgrade()
        #expect(try site.strings("SELECT count(*) FROM schema_migrations WHERE migration_name LIKE '001%'") == ["1"])
    }

    @Test("a time that was lost is not invented")
    func lostDates() throws {
        let site = try TakenOver(
            Fixture("S30_v1.4_healthy"),
            extra:
                "ALTER TABLE tags RENAME COLUMN name TO label; ALTER TABLE notes RENAME COLUMN updated_at TO changed;"
        )
        #expect(try site.dataFolder().inspect().state == .drifted)
    }

    @Test("a parent table that is gone does not stop the upgrade")
    func missingParent() throws {
        let site = try TakenOver(Fixture("S30_v1.4_healthy"), extra: "DROP TABLE tags;")
        try site.upgrade()
        #expect(try site.strings("SELECT count(*) FROM note_tags") == ["3"])
    }

    @Test("another program's notes are another program's")
    func otherNotes() throws {
        let site = try TakenOver(
            Fixture("S01_empty"),
            extra:
                "CREATE TABLE notes (id INTEGER PRIMARY KEY, slug TEXT NOT NULL, file_path TEXT NOT NULL, body TEXT);"
        )
        #expect(try site.dataFolder().inspect().state == .foreign)
    }

    @Test("odd cells in SQLite's own table of sequences do no harm")
    func oddSequences() throws {
        let site = try TakenOver(
            .incident,
            extra: "UPDATE sqlite_sequence SET seq = 'x'; INSERT INTO sqlite_sequence (name, seq) VALUES (NULL, 5);"
        )
        try site.upgrade()
        #expect(try site.dataFolder().inspect().state == .current)
    }

    @Test(
        "a damaged search index is made anew",
        arguments: [
            "DELETE FROM notes_fts_data WHERE id > 10;", "DELETE FROM notes_fts_content WHERE id = 1;",
            "UPDATE notes_fts_content SET c2 = 'x' WHERE id = 1;", "DROP TABLE notes_fts_docsize;",
            "DROP TABLE notes_fts_data;",
            "PRAGMA writable_schema = 1; DELETE FROM sqlite_schema WHERE name = 'notes_fts'; PRAGMA writable_schema = 0;",
        ]
    )
    func damagedIndex(damage: String) throws {
        let site = try TakenOver(Fixture("S24_v1.1_healthy"), extra: damage)
        try site.upgrade()
        #expect(try site.dataFolder().verify().isWhole)
        #expect(try site.strings("SELECT rowid FROM notes_fts WHERE notes_fts MATCH 'harbour'") == ["1"])
    }

    @Test(
        "verify finds a wrong, an emptied and a damaged search index, and reindex mends it",
        arguments: [
            "DELETE FROM notes_fts;", "UPDATE notes_fts SET content = 'wrong';",
            "DELETE FROM notes_fts_data WHERE id > 10;",
        ]
    )
    func reindex(damage: String) throws {
        let site = try TakenOver(.incident)
        try site.upgrade()
        try site.write(damage)
        let folder = try site.dataFolder()
        #expect(try folder.verify().refusal?.next == "starpunk notes reindex")
        try folder.reindex { _, _ in }
        #expect(try folder.verify().isWhole)
    }

    @Test("a table in the place of an index of ours is named, and nothing is changed")
    func nameClash() throws {
        let site = try TakenOver(.incident, extra: "CREATE TABLE idx_notes_timeline (a);")
        let error = #expect(throws: UpgradeError.self) { try site.upgrade() }
        #expect(error?.kind == .notOurs)
        #expect(error?.found.contains("idx_notes_timeline") == true)
    }

    @Test("a copy that holds clear text is mentioned")
    func copies() throws {
        let site = try TakenOver(.incident, extra: "CREATE TABLE tokens_old AS SELECT * FROM tokens;")
        #expect(try site.upgrade().warnings.contains { $0.contains("tokens_old") })
    }

    @Test("an upgrade that is refused again and again keeps no backups of it")
    func restartLoop() throws {
        let site = try TakenOver(
            .incident,
            extra: "CREATE TRIGGER spy AFTER INSERT ON tokens BEGIN DELETE FROM tokens WHERE token = 'x'; END;"
        )
        for _ in 0..<3 { #expect(throws: UpgradeError.self) { try site.upgrade() } }
        #expect(site.backupNames.isEmpty)
    }

    @Test("a notes folder behind a symbolic link counts, and what is no file does not")
    func linkedNotes() throws {
        let site = try TakenOver(.incident)
        let manager = FileManager.default
        try manager.moveItem(atPath: site.path + "/notes", toPath: site.folder("elsewhere"))
        try manager.createSymbolicLink(atPath: site.path + "/notes", withDestinationPath: site.folder("elsewhere"))
        try manager.createDirectory(atPath: site.folder("elsewhere") + "/folder.md", withIntermediateDirectories: true)
        try site.upgrade()
        #expect(try site.dataFolder().verify().isWhole)
        #expect(try site.dataFolder().inventory(comparingContent: true).findings.isEmpty)
    }
}
