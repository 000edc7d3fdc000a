import Foundation
import Publishing
import TestSupport
import Testing
import Upgrade

@Suite("Taking over what people and accidents have done to a database")
struct OddShapeTakeoverTests {
    @Test("an operator's columns, indexes, views, triggers and tables stay")
    func additionsStay() throws {
        let site = try TakenOver(
            .incident,
            extra: """
                ALTER TABLE notes ADD COLUMN mood TEXT DEFAULT 'calm';
                ALTER TABLE tokens ADD COLUMN device TEXT;
                UPDATE tokens SET device = 'phone';
                CREATE INDEX my_index ON notes(mood);
                CREATE INDEX my_token_index ON tokens(device);
                CREATE VIEW my_view AS SELECT t.me, n.slug FROM tokens AS t, notes AS n;
                CREATE TABLE my_table (x, y);
                INSERT INTO my_table VALUES (1, 'one'), (NULL, x'00ff');
                CREATE TRIGGER my_trigger AFTER INSERT ON tokens BEGIN INSERT INTO my_table VALUES (NEW.me, 'seen'); END;
                CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
                CREATE TABLE _litestream_lock (id INTEGER);
                """
        )
        try site.upgrade(tokens: .keep)
        let additions = try site.dataFolder().inspect().additions
        #expect(
            Set(additions).isSuperset(of: [
                "column notes.mood", "column tokens.device", "index my_index", "index my_token_index", "view my_view",
                "table my_table", "trigger my_trigger",
            ])
        )
        #expect(try site.has(table: "_litestream_seq"))
        #expect(try site.strings("SELECT DISTINCT device FROM tokens") == ["phone"])
        #expect(try site.rows("SELECT * FROM my_table").count == 2)
        #expect(try site.strings("SELECT DISTINCT me FROM my_view") == ["https://alice.example.com/"])
    }

    @Test("a trigger that needs the clear text is named, and nothing is changed")
    func triggerOnSecret() throws {
        let site = try TakenOver(
            .incident,
            extra:
                "CREATE TRIGGER spy AFTER INSERT ON tokens BEGIN DELETE FROM tokens WHERE token = NEW.token || 'x'; END;"
        )
        let before = try site.databaseBytes()
        let error = #expect(throws: UpgradeError.self) { try site.upgrade() }
        #expect(error?.kind == .verificationFailed)
        #expect(error?.found.contains("trigger") == true)
        #expect(try site.databaseBytes()["starpunk.db"] == before["starpunk.db"])
    }

    @Test("an index on the clear text goes with it, and that is said")
    func indexOnSecret() throws {
        let site = try TakenOver(.incident, extra: "CREATE INDEX by_token ON tokens(token);")
        let report = try site.upgrade()
        #expect(report.warnings.contains { $0.contains("by_token") })
    }

    @Test(
        "secrets that were deleted while secure_delete was off are erased from free pages too",
        arguments: Fixture.Journal.allCases
    )
    func freePages(journal: Fixture.Journal) throws {
        let site = try TakenOver(
            .incident,
            journal: journal,
            extra: """
                PRAGMA secure_delete = OFF;
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO tokens (token, me) SELECT 'plaintext-token-' || i, 'https://alice.example.com/' FROM n;
                DELETE FROM tokens WHERE token LIKE 'plaintext-token-1%';
                CREATE TABLE tokens_copy AS SELECT token FROM tokens;
                DROP TABLE tokens_copy;
                """
        )
        #expect(try site.databaseBytes().values.contains { $0.range(of: Data("plaintext-token-1".utf8)) != nil })
        try site.upgrade()
        try FixtureTakeoverTests.expectNoClearText(in: site)
    }

    @Test(
        "a token that has only a hash survives beside clear-text ones",
        arguments: [SiteSchema.ClearTextTokens.invalidate, .keep]
    )
    func hashedRowInOldTable(tokens: SiteSchema.ClearTextTokens) throws {
        let hash = TakenOver.hash("token-c")
        let site = try TakenOver(
            Fixture("S08_hotfix_option1"),
            extra:
                "INSERT INTO tokens (token, token_hash, me, expires_at) VALUES (NULL, '\(hash)', 'https://alice.example.com/', '2035-01-01 00:00:00');"
        )
        try site.upgrade(tokens: tokens)
        #expect(
            try site.strings("SELECT token_hash FROM tokens WHERE expires_at = '2035-01-01 00:00:00'").contains(hash)
        )
    }

    @Test("media tables under other column names are taken over with their unknown columns")
    func otherMediaColumns() throws {
        let site = try TakenOver(
            Fixture("S24_v1.1_healthy"),
            extra: """
                CREATE TABLE media (
                    id INTEGER PRIMARY KEY, stored_filename TEXT NOT NULL, original_filename TEXT NOT NULL,
                    file_path TEXT UNIQUE NOT NULL, file_size INTEGER NOT NULL, checksum TEXT NOT NULL, created_at TEXT
                );
                INSERT INTO media VALUES (7, 'a.png', 'Cat.PNG', '2025/12/a.png', 12, 'abc', '2025-12-01 00:00:00');
                CREATE TABLE note_media (
                    id INTEGER PRIMARY KEY, note_id INTEGER NOT NULL, media_id INTEGER NOT NULL, position INTEGER, alt_text TEXT
                );
                INSERT INTO note_media VALUES (1, 2, 7, 3, 'a cat');
                """
        )
        try site.upgrade()
        #expect(
            try site.rows("SELECT id, filename, original_name, path, mime_type, size, checksum, uploaded_at FROM media")
                == [
                    "id=7 filename=a.png original_name=Cat.PNG path=2025/12/a.png mime_type=image/png size=12 checksum=abc uploaded_at=2025-12-01 00:00:00"
                ]
        )
        #expect(
            try site.rows("SELECT note_id, media_id, display_order, caption FROM note_media") == [
                "note_id=2 media_id=7 display_order=3 caption=a cat"
            ]
        )
        try site.write(
            "INSERT INTO media (filename, original_name, path, mime_type, size) VALUES ('b', 'b', 'b', 'image/png', 1)"
        )
    }

    @Test("rows that an interrupted rebuild left under another name come back")
    func leftover() throws {
        let site = try TakenOver(.incident, extra: "ALTER TABLE auth_state RENAME TO auth_state_new;")
        try site.upgrade()
        #expect(try site.strings("SELECT state FROM auth_state") == ["csrf-state-old"])
        #expect(try !site.has(table: "auth_state_new"))
    }

    @Test("an index of ours that sits on another table is put right")
    func indexElsewhere() throws {
        let site = try TakenOver(
            Fixture("S17_rc3_healthy"),
            extra: "DROP INDEX idx_tokens_hash; CREATE INDEX idx_tokens_hash ON sessions(me);"
        )
        try site.upgrade()
        #expect(try site.strings("SELECT tbl_name FROM sqlite_schema WHERE name = 'idx_tokens_hash'") == ["tokens"])
    }

    @Test("a ledger of another form keeps its rows and columns")
    func otherLedger() throws {
        let site = try TakenOver(
            .incident,
            extra: """
                ALTER TABLE schema_migrations RENAME TO old_ledger;
                CREATE TABLE schema_migrations (migration_name TEXT PRIMARY KEY, executed_at TEXT NOT NULL);
                INSERT INTO schema_migrations SELECT migration_name, applied_at FROM old_ledger;
                DROP TABLE old_ledger;
                """
        )
        try site.upgrade()
        let rows = try site.rows(
            "SELECT migration_name, executed_at FROM schema_migrations WHERE migration_name LIKE '001%'"
        )
        #expect(rows == ["migration_name=001_add_code_verifier_to_auth_state.sql executed_at=2025-11-19 16:20:00"])
    }

    @Test("a database that was never initialised beyond its first table is completed")
    func firstTableOnly() throws {
        let site = try TakenOver(
            Fixture("S01_empty"),
            extra: """
                CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT UNIQUE NOT NULL, file_path TEXT UNIQUE NOT NULL,
                published BOOLEAN DEFAULT 0, created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
                updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, deleted_at TIMESTAMP, content_hash TEXT);
                """
        )
        try site.upgrade()
        #expect(try site.dataFolder().inspect().state == .current)
    }

    @Test("exit 5 names the rows when a constraint is missing and rows break it")
    func duplicates() throws {
        let site = try TakenOver(
            Fixture("S01_empty"),
            extra: """
                CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT, file_path TEXT, published BOOLEAN DEFAULT 0,
                created_at TIMESTAMP, updated_at TIMESTAMP, deleted_at TIMESTAMP, content_hash TEXT);
                INSERT INTO notes (id, slug, file_path, created_at, updated_at) VALUES
                (14, 'hello', 'notes/a.md', '2025-11-18', '2025-11-18'), (98, 'hello', NULL, '2025-11-18', '2025-11-18');
                """
        )
        let before = try site.databaseBytes()
        let error = #expect(throws: UpgradeError.self) { try site.upgrade() }
        #expect(error?.kind == .rowsInTheWay)
        #expect(error?.found.contains("“hello”") == true)
        #expect(error?.found.contains("98") == true)
        #expect(try site.databaseBytes()["starpunk.db"] == before["starpunk.db"])
        #expect(site.backupNames.isEmpty)
    }

    @Test(
        "a table of ours that lost what cannot be found again has drifted",
        arguments: [
            "ALTER TABLE notes RENAME COLUMN created_at TO born; ALTER TABLE notes RENAME COLUMN updated_at TO grown; ALTER TABLE tokens RENAME COLUMN me TO you;",
            "DROP TABLE notes;",
            "DROP TABLE note_tags; CREATE VIEW note_tags AS SELECT 1 AS note_id, 2 AS tag_id;",
        ]
    )
    func drifted(extra: String) throws {
        let site = try TakenOver(
            Fixture("S30_v1.4_healthy"),
            extra: "CREATE TABLE tokens (token_hash TEXT, me TEXT); INSERT INTO tokens VALUES ('x', 'y');" + extra
        )
        let before = try site.databaseBytes()
        #expect(try site.dataFolder().inspect().state == .drifted)
        #expect(throws: UpgradeError.self) { try site.upgrade() }
        #expect(try site.databaseBytes()["starpunk.db"] == before["starpunk.db"])
    }

    @Test("an upgraded database from which something was dropped is repaired")
    func repair() throws {
        let site = try TakenOver(Fixture("S30_v1.4_healthy"))
        try site.upgrade()
        try site.write(
            "DROP INDEX idx_tokens_hash; DROP TRIGGER notes_fts_delete; ALTER TABLE media_variants DROP COLUMN created_at; DROP TABLE author_profile"
        )
        #expect(try site.dataFolder().verify().refusal?.kind == .notOurs)
        let report = try site.upgrade()
        #expect(report.applied.contains("002_secure_tokens_and_authorization_codes.sql"))
        #expect(try site.dataFolder().verify().isWhole)
    }

    @Test("the search index holds what the files say, and keeps what it knows of a note without a file")
    func searchIndex() throws {
        let site = try TakenOver(Fixture("S30_v1.4_healthy"))
        try FileManager.default.removeItem(atPath: site.path + "/notes/2025/11/first-light.md")
        try site.upgrade()
        #expect(try site.strings("SELECT content FROM notes_fts WHERE rowid = 1") == ["First light over the harbour"])
        let text = try String(contentsOfFile: site.path + "/notes/2025/11/hello-indieweb.md", encoding: .utf8)
        #expect(try site.strings("SELECT content FROM notes_fts WHERE rowid = 2") == [text])
        #expect(try site.strings("SELECT rowid FROM notes_fts WHERE notes_fts MATCH 'migrations'") == ["3"])
        #expect(try site.dataFolder().verify().refusal?.kind == .damaged)
    }

    @Test("files without rows are reported and become drafts on demand")
    func adoption() throws {
        let site = try TakenOver(Fixture("S36_restored_backup_old"))
        try site.upgrade()
        let folder = try site.dataFolder()
        #expect(
            try folder.inventory(comparingContent: true).withoutRow == [
                "notes/2025/11/cafe-uber-zoo.md", "notes/2025/11/removed-note.md",
            ]
        )
        #expect(try folder.adoptNotes().drafts.map(\.slug) == ["cafe-uber-zoo", "removed-note"])
        #expect(
            try site.rows("SELECT slug, published FROM notes WHERE id > 7 ORDER BY id") == [
                "slug=cafe-uber-zoo published=0", "slug=removed-note published=0",
            ]
        )
        #expect(try folder.adoptNotes().drafts.isEmpty)
        #expect(try folder.verify().isWhole)
    }
}
