import Foundation
import GRDB
import TestSupport
import Upgrade

/// A small program with a database of its own, to try the library on something that has nothing to do with notes.
struct Bookshop {
    static let catalogue = """
        CREATE TABLE schema_migrations (migration_name TEXT UNIQUE NOT NULL);
        CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
        CREATE TABLE book (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            author_id INTEGER NOT NULL REFERENCES author(id) ON DELETE CASCADE,
            isbn TEXT,
            title TEXT NOT NULL,
            price REAL
        );
        CREATE INDEX book_author ON book(author_id);
        CREATE VIRTUAL TABLE book_search USING fts5(title);
        CREATE TRIGGER book_delete AFTER DELETE ON book BEGIN DELETE FROM book_search WHERE rowid = OLD.id; END;
        CREATE TABLE shelf (code TEXT PRIMARY KEY, room TEXT) WITHOUT ROWID;
        """

    static let stock = """
        INSERT INTO author (id, name) VALUES (1, 'Ursula'), (2, 'Stanisław'), (3, 'gone');
        INSERT INTO book (id, author_id, isbn, title, price) VALUES
            (1, 1, '111', 'The Dispossessed', 9.5), (2, 1, NULL, 'Always Coming Home', NULL),
            (5, 2, '555', 'Solaris 🌊', 12), (9, 2, '555', 'Solaris, again', 12.25);
        INSERT INTO book_search (rowid, title) SELECT id, title FROM book;
        INSERT INTO shelf VALUES ('a', 'cellar'), ('b', 'attic');
        DELETE FROM author WHERE id = 3;
        CREATE TABLE visitors (name TEXT);
        INSERT INTO visitors VALUES ('Ada'), ('Ada'), ('Grace');
        CREATE VIEW cheap AS SELECT title FROM book WHERE price < 10;
        CREATE TRIGGER visit AFTER INSERT ON book BEGIN INSERT INTO visitors VALUES (NEW.title); END;
        """

    let folder: TemporaryFolder
    let history: SchemaHistory

    var file: DatabaseFile { DatabaseFile(path: folder("shop.db")) }

    var backups: BackupStore {
        BackupStore(
            folder: folder("backups"),
            history: history,
            programVersion: "1",
            now: { Date(timeIntervalSince1970: 1_800_000_000) }
        )
    }

    /// A shop with stock whose database is one migration behind.
    init(next migration: Migration, conversions: [TableConversion] = []) throws {
        folder = try TemporaryFolder()
        let migrations = [Migration(name: "000_catalogue.sql", sql: Self.catalogue), migration]
        history = try SchemaHistory(
            program: "bookshop",
            migrations: migrations,
            conversions: conversions,
            retiredNumbers: [],
            identity: (table: "book", columns: ["title"]),
            applicationID: 1
        )
        try write(Self.catalogue + Self.stock + "INSERT INTO schema_migrations VALUES ('000_catalogue.sql');")
    }

    func write(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    func read<T>(_ body: (Database) throws -> T) throws -> T { try history.read(file, body) }

    func upgrade() throws -> UpgradeReport {
        try UpgradeRunner(
            file: file,
            history: history,
            backups: backups,
            now: { Date(timeIntervalSince1970: 1_800_000_000) }
        ).run()
    }

    /// All rows of all tables and all of the schema, as text.
    func dump() throws -> [String] {
        try read { db in
            let tables = try String.fetchAll(
                db,
                sql:
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'book_search_%' ORDER BY name"
            )
            let rows = try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").map { "\(table) \($0)" }
            }
            return try rows + String.fetchAll(db, sql: "SELECT coalesce(sql, name) FROM sqlite_schema")
        }
    }
}
