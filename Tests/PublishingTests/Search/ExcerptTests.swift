import Foundation
import GRDB
import Publishing
import Synchronization
import Testing

@Suite("Excerpt")
struct ExcerptTests {
    /// Words of which as many are counted as anybody asks for.
    private final class CountingTokenizer: FTS5WrapperTokenizer {
        static let name = "counting"
        let wrappedTokenizer: any FTS5Tokenizer

        init(db: Database, arguments: [String]) throws {
            wrappedTokenizer = try db.makeTokenizer(.porter(wrapping: .unicode61()))
        }

        func accept(
            token: String,
            flags: FTS5TokenFlags,
            for tokenization: FTS5Tokenization,
            tokenCallback: FTS5WrapperTokenCallback
        ) throws {
            if tokenization.contains(.aux) { ExcerptTests.count.withLock { $0?.add() } }
            try tokenCallback(token, flags)
        }
    }

    private final class Count: Sendable {
        private let words = Mutex(0)
        var value: Int { words.withLock { $0 } }
        func add() { words.withLock { $0 += 1 } }
    }

    /// Of the one test that counts.
    private static let count = Mutex<Count?>(nil)

    private static func table(
        _ content: String,
        title: String = "",
        tokenizer: String = "porter unicode61"
    ) throws
        -> DatabaseQueue
    {
        var configuration = Configuration()
        configuration.prepareDatabase {
            try Excerpt.add(to: $0)
            $0.add(tokenizer: CountingTokenizer.self)
        }
        let database = try DatabaseQueue(configuration: configuration)
        try database.write { db in
            try db.execute(
                sql: "CREATE VIRTUAL TABLE t USING fts5(slug UNINDEXED, title, content, tokenize='\(tokenizer)')"
            )
            try db.execute(sql: "INSERT INTO t VALUES ('a', ?, ?)", arguments: [title, content])
        }
        return database
    }

    /// The excerpt of the only row, with `[` and `]` for the marks.
    private static func excerpt(_ match: String, _ database: DatabaseQueue, words: Int = 6) throws -> String {
        try database.read { db in
            let sql = "SELECT excerpt(t, 2, ?) FROM t WHERE t MATCH ?"
            return try #require(try String.fetchOne(db, sql: sql, arguments: [words, match]))
                .replacing("\u{2}", with: "[").replacing("\u{3}", with: "]")
        }
    }

    private static let text =
        "One two three four. Five six seven eight nine ten eleven twelve, thirteen fourteen fifteen!"

    @Test(
        "gives the words that hold most of what is looked for, a sentence from its beginning, and the whole of a short text",
        arguments: [
            ("two", text, "One [two] three four. Five six…"),
            ("seven", text, "…Five six [seven] eight nine ten…"),
            ("eleven", text, "…nine ten [eleven] twelve, thirteen fourteen…"),
            ("fifteen", text, "…ten eleven twelve, thirteen fourteen [fifteen]!"),
            ("one nine twelve", text, "…eight [nine] ten eleven [twelve], thirteen…"),
            ("one fifteen", text, "[One] two three four. Five six…"),
            ("thirt* OR fourteen", text, "…ten eleven twelve, [thirteen] [fourteen] fifteen!"),
            ("\"a b\" \"b c\"", " a, b c d ", " [a, b c] d "), ("a", "a a a a a a a", "[a] [a] [a] [a] [a] [a]…"),
            ("\"a b c d e f g\"", "a b c d e f g h", "[a b c d e f]…"),
            ("title: word", text, "One two three four. Five six…"),
            ("title: word", "🎉 ", "🎉 "), ("title: word", "", ""),
        ]
    )
    func choice(match: String, text: String, expected: String) throws {
        #expect(try Self.excerpt(match, Self.table(text, title: "A word")) == expected)
    }

    @Test("a word that stands in a text 30,000 times costs no more than the words that are shown")
    func bounded() throws {
        let database = try Self.table(String(repeating: "qq ww ", count: 30_000), tokenizer: "counting")
        for match in ["qq", "qq ww", "qq qq ww qq", "q*", "ww title:qq OR ww"] {
            let count = Count()
            Self.count.withLock { $0 = count }
            defer { Self.count.withLock { $0 = nil } }
            #expect(try Self.excerpt(match, database, words: 32).hasSuffix("…"))
            #expect((33...66).contains(count.value), "\(match)")
        }
    }

    @Test("words that are kilobytes long are cut, between characters")
    func long() throws {
        let word = String(repeating: "é", count: 5000)
        let begun = try Self.excerpt("a", Self.table("\(word) a \(word)"))
        #expect(begun.hasPrefix("…[a] é") && begun.hasSuffix("é…") && (4080...4110).contains(begun.utf8.count))
        let found = try Self.excerpt("éé*", Self.table("a \(word) b"))
        #expect(found.hasPrefix("…[é") && found.hasSuffix("é]…") && !found.contains("\u{FFFD}"))
        #expect(try Self.excerpt("a", Self.table("a" + String(repeating: "!", count: 9000))).utf8.count < 4110)
    }

    @Test("where the index names words that the text has not, the text is shown from its beginning")
    func shorter() throws {
        let database = try Self.table(Self.text)
        try database.write { try $0.execute(sql: "UPDATE t_content SET c2 = 'One. Two'") }
        #expect(try Self.excerpt("fifteen", database) == "One. Two")
    }

    @Test(
        "fails without a column that is there and a number of words",
        arguments: ["", ", 2", ", 3, 5", ", -1, 5", ", 2, 0"]
    )
    func misuse(arguments: String) throws {
        let sql = "SELECT excerpt(t\(arguments)) FROM t WHERE t MATCH 'a'"
        let database = try Self.table("a")
        #expect(throws: DatabaseError.self) { try database.read { try Row.fetchAll($0, sql: sql) } }
    }
}
