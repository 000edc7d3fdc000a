import Foundation
import GRDB
import Publishing
import TestSupport
import Testing

@Suite("TopBM25")
struct TopBM25Tests {
    private static let weights = ["", ", 1, 1, 1", ", 0, 10, 1", ", 0, 0.5", ", 0, 0, 0"]

    /// A thousand rows of made-up words, of all lengths, some of them alike.
    private func table() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { try TopBM25.add(to: $0) }
        let database = try DatabaseQueue(configuration: configuration)
        var chance = SeededGenerator(seed: 25)
        let words = ["day", "night", "run", "running", "tea", "rare"]
        try database.write { db in
            try db.execute(
                sql: "CREATE VIRTUAL TABLE t USING fts5(slug UNINDEXED, title, content, tokenize='porter unicode61')"
            )
            for _ in 0..<1000 {
                let text = { (longest: Int) in
                    (0..<Int.random(in: 0...longest, using: &chance)).map { _ in
                        words[min(Int.random(in: 0..<6, using: &chance), Int.random(in: 0..<6, using: &chance))]
                    }.joined(separator: " ")
                }
                let (title, content) = (text(4), text(30))
                try db.execute(sql: "INSERT INTO t VALUES ('a', ?, ?)", arguments: [title, content])
            }
        }
        return database
    }

    @Test(
        "gives the best rows what bm25 gives them, and no other is better",
        arguments: [
            "day", "night tea", "day run tea", "\"run tea\"", "ra*", "day OR rare", "title:run", "rare NOT day",
        ]
    )
    func best(match: String) throws {
        try table().read { db in
            for weights in Self.weights {
                for count in [1, 3, 20, 2000] {
                    let rows = try Row.fetchAll(
                        db,
                        sql: "SELECT bm25(t\(weights)), top_bm25(t, ?\(weights)) FROM t WHERE t MATCH ?",
                        arguments: [count, match]
                    )
                    let all: [Double] = rows.map { $0[0] }
                    let given: [Double] = rows.compactMap { $0[1] }
                    // Compilers may round products and sums together.
                    #expect(rows.allSatisfy { $0[1] == nil || abs($0[1] as Double - $0[0]) <= abs($0[0] * 1e-12) })
                    let isBest = zip(given.sorted().prefix(count), all.sorted().prefix(count)).allSatisfy {
                        abs($0 - $1) <= abs($1 * 1e-12)
                    }
                    #expect(isBest && given.count >= min(count, all.count), "\(weights) \(count)")
                }
            }
        }
    }

    @Test("looks up the length of few rows of many")
    func fewLookups() throws {
        try table().read { db in
            let weights = try (Double?).fetchAll(db, sql: "SELECT top_bm25(t, 5) FROM t WHERE t MATCH 'day'")
            #expect(weights.count > 500 && weights.compactMap(\.self).count < 200)
        }
    }

    @Test("rows that a query leaves out push no other out")
    func leftOut() throws {
        try table().read { db in
            let sql = "SELECT top_bm25(t, 3) FROM t WHERE t MATCH 'tea' AND rowid % 7 = 0"
            let given = try (Double?).fetchAll(db, sql: sql).compactMap(\.self).sorted()
            let right = try Double.fetchAll(
                db,
                sql: "SELECT bm25(t) FROM t WHERE t MATCH 'tea' AND rowid % 7 = 0 ORDER BY 1 LIMIT 3"
            )
            #expect(given.prefix(3) == right[...])
        }
    }

    @Test("a row that is asked for twice counts once")
    func twice() throws {
        try table().read { db in
            let sql = "SELECT top_bm25(t, 3) AS weight FROM t WHERE t MATCH 'rare' AND weight IS NOT NULL"
            let right = try Double.fetchAll(db, sql: "SELECT bm25(t) FROM t WHERE t MATCH 'rare' ORDER BY 1 LIMIT 3")
            let given = try Double.fetchAll(db, sql: sql).sorted().prefix(3)
            #expect(zip(given, right).allSatisfy { abs($0 - $1) < 1e-9 } && given.count == 3)
        }
    }

    @Test("an index that names a column that is not there is damaged, and ends nothing")
    func damaged() throws {
        let database = try table()
        try database.write { db in
            try db.execute(sql: "CREATE VIRTUAL TABLE d USING fts5(slug UNINDEXED, title, content)")
            try db.execute(sql: "INSERT INTO d VALUES ('a', 'zebra', 'zebra')")
        }
        try database.write { db in
            // A leaf says: column 2, first place, by these bytes.
            let leaf = try #require(
                try Row.fetchOne(db, sql: "SELECT id, block FROM d_data WHERE instr(block, X'7A65627261') > 0")
            )
            var block: Data = leaf["block"]
            let mark = try #require(block.range(of: Data([0x01, 0x02, 0x02])))
            block[mark.lowerBound + 1] = 0x20
            try db.execute(sql: "UPDATE d_data SET block = ? WHERE id = ?", arguments: [block, leaf["id"] as Int64])
        }
        // The commit would fail as well.
        database.unsafeRead { db in
            let error = #expect(throws: DatabaseError.self) {
                try Row.fetchAll(db, sql: "SELECT top_bm25(d, 3) FROM d WHERE d MATCH 'zebra'")
            }
            #expect(error?.resultCode == .SQLITE_CORRUPT)
        }
    }

    @Test("says what is wrong where it has no full-text query or no count")
    func misuse() throws {
        try table().read { db in
            #expect(throws: DatabaseError.self) { try Row.fetchAll(db, sql: "SELECT top_bm25(1, 2)") }
            #expect(throws: DatabaseError.self) {
                try Row.fetchAll(db, sql: "SELECT top_bm25(t, 3, 0, -1) FROM t WHERE t MATCH 'tea'")
            }
            let none = try (Double?).fetchAll(db, sql: "SELECT top_bm25(t) FROM t WHERE t MATCH 'tea'")
            #expect(!none.isEmpty && none.compactMap(\.self).isEmpty)
        }
    }
}
