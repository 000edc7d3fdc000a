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
}
