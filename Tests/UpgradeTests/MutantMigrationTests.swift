import Foundation
import GRDB
import TestSupport
import Testing
import Upgrade

/// Migrations with a mistake that the field has made before. None may get as far as a commit.
struct Mutant: Sendable, CustomStringConvertible {
    let description: String
    let sql: String
    let conversions: [TableConversion]
    let work: String

    init(_ description: String, sql: String = "", conversions: [TableConversion] = [], work: String = "") {
        self.description = description
        self.sql = sql
        self.conversions = conversions
        self.work = work
    }

    var migration: Migration {
        let step = DataStep(name: "the mistake", changes: ["author": ["name"]]) { [work] db, _ in
            try db.execute(sql: work)
        }
        return Migration(name: "001_next.sql", sql: sql, dataSteps: work.isEmpty ? [] : [step])
    }

    static let all: [Mutant] = [
        Mutant("loses a column's values", work: "UPDATE book SET price = NULL"),
        Mutant("loses a column", work: "ALTER TABLE book DROP COLUMN price"),
        Mutant(
            "loses an operator's column",
            sql: "CREATE TABLE x (y)",
            work: "ALTER TABLE visitors ADD COLUMN z; ALTER TABLE shelf DROP COLUMN room"
        ),
        Mutant("drops a trigger", work: "DROP TRIGGER book_delete"),
        Mutant("drops an operator's trigger", work: "DROP TRIGGER visit"),
        Mutant("drops an operator's view", work: "DROP VIEW cheap"),
        Mutant("drops an index", work: "DROP INDEX book_author"),
        Mutant("drops an operator's table", work: "DROP TABLE visitors"),
        Mutant(
            "empties children through a cascade",
            work: "DELETE FROM book WHERE author_id = 2; UPDATE author SET name = 'x'"
        ),
        Mutant("deletes parents and leaves orphans", work: "DELETE FROM author WHERE id = 2"),
        Mutant("points children at no parent", work: "UPDATE book SET author_id = 77 WHERE id = 1"),
        Mutant(
            "adds NOT NULL against a row",
            sql: """
                DROP TABLE shelf; CREATE TABLE shelf (code TEXT PRIMARY KEY, room TEXT NOT NULL, floor INTEGER NOT NULL) WITHOUT ROWID;
                """
        ),
        Mutant(
            "adds a column NOT NULL without a default",
            sql:
                "ALTER TABLE author ADD COLUMN born TEXT NOT NULL DEFAULT ''; DROP TABLE book; DROP TABLE author; CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, born TEXT NOT NULL); CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, author_id INTEGER NOT NULL REFERENCES author(id) ON DELETE CASCADE, isbn TEXT, title TEXT NOT NULL, price REAL); CREATE INDEX book_author ON book(author_id); CREATE TRIGGER book_delete AFTER DELETE ON book BEGIN DELETE FROM book_search WHERE rowid = OLD.id; END;"
        ),
        Mutant("puts UNIQUE on duplicates", sql: "CREATE UNIQUE INDEX book_isbn ON book(isbn)"),
        Mutant("indexes a column that is not there", work: "CREATE INDEX nowhere ON book(token_hash)"),
        Mutant("creates what is there", work: "CREATE TABLE author (id)"),
        Mutant("gives ids out again", work: "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'author'"),
        Mutant("forgets the mark of ids", work: "DELETE FROM sqlite_sequence WHERE name = 'author'"),
        Mutant("renumbers rows", work: "UPDATE book SET id = id + 100"),
        Mutant("renumbers hidden row ids", work: "UPDATE visitors SET rowid = rowid + 10"),
        Mutant("changes text in passing", work: "UPDATE book SET title = upper(title)"),
        Mutant(
            "turns numbers into text",
            work: "UPDATE shelf SET room = CAST(5 AS TEXT); UPDATE visitors SET name = 5"
        ),
        Mutant("adds rows", work: "INSERT INTO visitors VALUES ('nobody')"),
        Mutant(
            "swaps values between rows",
            work: "UPDATE book SET title = (SELECT b.title FROM book AS b WHERE b.id <> book.id LIMIT 1)"
        ),
        Mutant(
            "spoils the search index",
            work: "DELETE FROM book_search_idx; DELETE FROM book_search_data WHERE id > 10"
        ),
        Mutant("empties the search index behind its back", work: "DELETE FROM book_search_content"),
        Mutant(
            "leaves a trigger that cannot run",
            work: "CREATE TRIGGER late AFTER INSERT ON author BEGIN UPDATE author SET token = 1; END"
        ),
        Mutant("throws half-way", work: "UPDATE author SET name = 'half'; SELECT nothing FROM nowhere"),
        Mutant(
            "fills a column from the wrong one",
            sql: "CREATE TABLE loan (id INTEGER PRIMARY KEY, reader TEXT NOT NULL)",
            work: "INSERT INTO visitors SELECT title FROM book"
        ),
        Mutant("renames a table away", work: "ALTER TABLE shelf RENAME TO shelves"),
        Mutant("commits by itself", work: "COMMIT; BEGIN; DROP TABLE visitors"),
    ]
}

@Suite("A bad migration")
struct MutantMigrationTests {
    @Test("is caught before the commit, and nothing is changed", arguments: Mutant.all)
    func caught(mutant: Mutant) throws {
        let shop = try Bookshop(next: mutant.migration, conversions: mutant.conversions)
        let before = try shop.dump()
        let error = #expect(throws: UpgradeError.self) { try shop.upgrade() }
        #expect(
            error.map { [.rowsInTheWay, .verificationFailed, .internalFailure, .notOurs, .damaged].contains($0.kind) }
                == true
        )
        #expect(error?.outcome.contains("othing was changed") == true)
        #expect(try shop.dump() == before)
    }

    @Test("there are at least 25 of them")
    func enough() {
        #expect(Mutant.all.count >= 25)
    }

    @Test("the same set-up without a mistake goes through")
    func control() throws {
        let good = Mutant(
            "none",
            sql: "ALTER TABLE author ADD COLUMN born TEXT",
            work: "UPDATE author SET name = trim(name)"
        )
        let shop = try Bookshop(next: good.migration)
        let report = try shop.upgrade()
        #expect(report.applied == ["001_next.sql"])
        #expect(try shop.upgrade().applied.isEmpty)
        #expect(
            try shop.read { try String.fetchAll($0, sql: "SELECT name FROM author ORDER BY id") } == [
                "Ursula", "Stanisław",
            ]
        )
    }
}
