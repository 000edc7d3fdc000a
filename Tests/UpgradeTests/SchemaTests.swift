import GRDB
import Testing

@testable import Upgrade

@Suite("The shape of a schema")
struct SchemaTests {
    private func snapshot(_ sql: String) throws -> SchemaSnapshot {
        let queue = try DatabaseQueue()
        return try queue.inDatabase { db in
            try db.execute(sql: sql)
            return try SchemaSnapshot(reading: db)
        }
    }

    private static let table =
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'x', b BOOLEAN DEFAULT 0, CHECK (a <> ''))"

    @Test(
        "is the same for tables that differ in words only",
        arguments: [
            "create table \"T\" (\n id integer primary key autoincrement, -- comment\n [a] varchar(20) not null default 'x', `b` DATETIME default (0), check(\"a\"<>''))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, b NUMERIC DEFAULT 0, a TEXT DEFAULT 'x' NOT NULL, /* moved */ CHECK (a <> ''))",
            "CREATE TABLE old (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'x', b BOOLEAN DEFAULT 0, CHECK (a <> '')); ALTER TABLE old RENAME TO t",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'x', CHECK (a <> '')); ALTER TABLE t ADD COLUMN b BOOLEAN DEFAULT 0",
        ]
    )
    func cosmetic(sql: String) throws {
        let golden = try snapshot(Self.table)
        #expect(try snapshot(sql).differences(from: golden).isEmpty)
        #expect(SchemaFingerprint(try snapshot(sql)) == SchemaFingerprint(golden))
    }

    @Test(
        "differs when something that matters does",
        arguments: [
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'x', b BOOLEAN DEFAULT 0, CHECK (a <> ''))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT DEFAULT 'x', b BOOLEAN DEFAULT 0, CHECK (a <> ''))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'y', b BOOLEAN DEFAULT 0, CHECK (a <> ''))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'x', b BOOLEAN DEFAULT 0)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE, b BOOLEAN DEFAULT 0, CHECK (a <> ''))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER NOT NULL DEFAULT 'x', b BOOLEAN DEFAULT 0, CHECK (a <> ''))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'x', CHECK (a <> ''))",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'x', b BOOLEAN DEFAULT 0, c TEXT NOT NULL, CHECK (a <> ''))",
            "CREATE VIEW t AS SELECT 1 AS id, 'x' AS a, 0 AS b",
        ]
    )
    func semantic(sql: String) throws {
        #expect(try !snapshot(sql).differences(from: snapshot(Self.table)).isEmpty)
    }

    @Test("does not depend on comments, quoting or case in its tokens")
    func tokens() {
        let plain = SQLToken.canonical(SQLToken.all(in: "CREATE INDEX i ON t(a) WHERE b = 'It''s /* no comment */'"))
        let ornate = SQLToken.canonical(
            SQLToken.all(in: "create /* x */ index \"I\" on [t] (\"A\") -- end\n where B='It''s /* no comment */'")
        )
        #expect(plain == ornate)
        #expect(SQLToken.all(in: "'never ended").count == 1)
        #expect(SQLToken.all(in: "/* never ended").isEmpty)
        #expect(SQLToken.all(in: "\"a\"\"b\"").map(\.text) == ["a\"b"])
    }

    @Test("keeps an operator's column in a rebuilt table")
    func definition() throws {
        let definition = try #require(TableDefinition(sql: Self.table))
        let sql = definition.createStatement(named: "new \"t\"", adding: ["mood TEXT DEFAULT (1, 2)"])
        let table = try #require(try snapshot(sql.replacing("(1, 2)", with: "'calm'")).table("new \"t\""))
        #expect(table.columns.map(\.name) == ["id", "a", "b", "mood"])
        #expect(table.checks == ["( a <> '' )"])
    }
}
