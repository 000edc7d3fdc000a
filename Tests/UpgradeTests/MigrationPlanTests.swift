import GRDB
import Synchronization
import Testing
import Upgrade

@Suite("Plan of an upgrade")
struct MigrationPlanTests {
    @Test("a missing index is made when its table is finished, in the pages that were set free before")
    func indexesLast() throws {
        let index = "SELECT count(*) FROM sqlite_schema WHERE name = 'book_title'"
        let wasThere = Mutex<[Bool]>([])
        let prices = DataStep(name: "round the prices", changes: ["book": ["price"]]) { db, _ in
            let found = try Bool.fetchOne(db, sql: index)
            wasThere.withLock { $0.append(found == true) }
            try db.execute(sql: "UPDATE book SET price = round(price)")
        }
        let migration = Migration(
            name: "001_titles.sql",
            sql: "CREATE INDEX book_title ON book(title);",
            dataSteps: [prices]
        )
        let shop = try Bookshop(next: migration)
        _ = try shop.upgrade()
        // Once on the rehearsal's copy, once in earnest.
        #expect(wasThere.withLock { $0 } == [false, false])
        #expect(try shop.read { try Bool.fetchOne($0, sql: index) } == true)
    }

    private static let fewerIndexes = Migration(name: "001_fewer_indexes.sql", sql: "DROP INDEX book_author;")
    private static let authorIndex = "SELECT count(*) FROM sqlite_schema WHERE name = 'book_author'"

    @Test("an index that a migration takes away goes, and one that is made again afterwards is somebody's own")
    func retiredIndex() throws {
        let shop = try Bookshop(next: Self.fewerIndexes)
        let behind = try shop.history.inspect(shop.file)
        #expect(behind.state == .behind)
        #expect(!behind.additions.contains("index book_author"))
        #expect(try shop.upgrade().steps.contains("drop index book_author"))
        #expect(try shop.read { try Int.fetchOne($0, sql: Self.authorIndex) } == 0)

        try shop.write("CREATE INDEX book_author ON book(author_id)")
        let own = try shop.history.inspect(shop.file)
        #expect(own.state == .current)
        #expect(own.additions.contains("index book_author"))
    }

    @Test(
        "an index that a migration takes away stays where it has another shape, and where a trigger or a view needs it",
        arguments: [
            "DROP INDEX book_author; CREATE INDEX book_author ON book(author_id, title)",
            "CREATE VIEW by_author AS SELECT title FROM book INDEXED BY book_author WHERE author_id = 1",
            "CREATE VIEW by_author AS SELECT title FROM book INDEXED BY 'book_author' WHERE author_id = 1",
            """
            CREATE TRIGGER count_books AFTER INSERT ON author BEGIN
            INSERT INTO visitors SELECT count(*) FROM book INDEXED BY "Book_Author" WHERE author_id = NEW.id; END
            """,
        ]
    )
    func neededIndex(sql: String) throws {
        let shop = try Bookshop(next: Self.fewerIndexes)
        try shop.write(sql)
        _ = try shop.upgrade()
        #expect(try shop.read { try Int.fetchOne($0, sql: Self.authorIndex) } == 1)
        let found = try shop.history.inspect(shop.file)
        #expect(found.state == .current)
        #expect(found.additions.contains("index book_author"))
    }

    @Test("a rebuilt table does not get back an index that a migration took away")
    func rebuiltWithoutRetiredIndex() throws {
        let migration = Migration(
            name: "001_shelves_of_authors.sql",
            sql: """
                DROP INDEX book_author;
                CREATE TABLE new_book (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    author_id INTEGER NOT NULL REFERENCES author(id) ON DELETE CASCADE,
                    isbn TEXT,
                    title TEXT NOT NULL CHECK (title <> ''),
                    price REAL
                );
                DROP TRIGGER book_delete;
                DROP TABLE book;
                ALTER TABLE new_book RENAME TO book;
                CREATE TRIGGER book_delete AFTER DELETE ON book BEGIN DELETE FROM book_search WHERE rowid = OLD.id; END;
                """
        )
        let shop = try Bookshop(next: migration)
        _ = try shop.upgrade()
        let found = try shop.history.inspect(shop.file)
        #expect(found.state == .current)
        #expect(found.differences.isEmpty)
        #expect(try shop.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM book") } == 4)
    }
}
