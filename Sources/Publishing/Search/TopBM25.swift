import Foundation
package import GRDB
import GRDBSQLite
import HeapModule

/// `top_bm25(table, count, weight, …)`: an auxiliary function of FTS5 that gives its `bm25` to the `count` best rows of a
/// query (https://www.sqlite.org/fts5.html#the_bm25_function).
///
/// Most of what BM25 costs is to look up how long each row is. A row has at least as many words as come before the last of
/// those that were found, which tells how good it can be at best. Where that is worse than `count` rows before it, the
/// function gives NULL and looks no further (as in Broder et al., "Efficient Query Evaluation using a Two-Level Retrieval
/// Process", CIKM 2003). A few more than `count` rows have a weight, since each was among the best when it came. As in
/// `bm25`, the less, the better, and each column of the table has its own weight, 1 where none is given.
package enum TopBM25 {
    /// Makes the function known to a connection.
    ///
    /// - Throws: what SQLite says.
    package static func add(to database: Database) throws {
        let api = FTS5.api(database)
        let code = api.pointee.xCreateFunction(
            UnsafeMutablePointer(mutating: api),
            "top_bm25",
            nil,
            { api, row, result, count, values in
                guard let api, let row, let values else { return }
                do {
                    let row = FTS5Row(api: api, context: row)
                    let arguments = UnsafeBufferPointer(start: values, count: Int(count))
                    let kept = try row.kept { try Kept(BM25Ranking(of: row, arguments: arguments)) }
                    guard let weight = try kept.ranking.weight(of: row) else { return }
                    sqlite3_result_double(result, weight)
                } catch let error as DatabaseError {
                    sqlite3_result_error_code(result, error.extendedResultCode.rawValue)
                } catch {
                    sqlite3_result_error_code(result, SQLITE_ERROR)
                }
            },
            nil
        )
        try FTS5Row.check(code)
    }
}

/// What SQLite keeps from row to row.
private final class Kept {
    var ranking: BM25Ranking

    init(_ ranking: BM25Ranking) {
        self.ranking = ranking
    }
}

/// What BM25 knows of a query, and how good the best of its rows are so far.
private struct BM25Ranking {
    // Those of `bm25`.
    private static let saturation = 1.2
    private static let lengthPart = 0.75
    private static let leastInverseFrequency = 1e-6

    private let count: Int
    private let columnWeights: [Double]
    private let inverseFrequencies: [Double]
    private let averageLength: Double
    /// How good the best rows are, at most `count` of them.
    private var best = Heap<Double>()
    /// How often the row of the moment has each phrase, by the weights of the columns.
    private var frequencies: [Double]
    /// Where in each column of the row of the moment the last phrase begins, counted from 1; 0 for none.
    private var lastPlaces: [Int]

    init(of row: FTS5Row, arguments: UnsafeBufferPointer<OpaquePointer?>) throws {
        count = arguments.first.map { Int(sqlite3_value_int64($0)) } ?? 0
        let weights = arguments.dropFirst().map { sqlite3_value_double($0) }
        columnWeights = (0..<row.columns).map { $0 < weights.count ? weights[$0] : 1 }
        let (rows, words) = try (row.rows(), row.words())
        averageLength = Double(words) / Double(max(rows, 1))
        inverseFrequencies = try (0..<row.phrases).map { phrase in
            let matches = try Double(row.rows(with: phrase))
            return max(log((Double(rows) - matches + 0.5) / (matches + 0.5)), Self.leastInverseFrequency)
        }
        frequencies = Array(repeating: 0, count: row.phrases)
        lastPlaces = Array(repeating: 0, count: columnWeights.count)
    }

    /// Nil for a row that is not among the best.
    mutating func weight(of row: FTS5Row) throws -> Double? {
        for column in lastPlaces.indices { lastPlaces[column] = 0 }
        for phrase in frequencies.indices {
            frequencies[phrase] = 0
            var places = try row.places(of: phrase)
            while let (column, place) = places.next() {
                frequencies[phrase] += columnWeights[column]
                lastPlaces[column] = max(lastPlaces[column], place + 1)
            }
        }
        let isFull = best.count >= count
        if isFull, score(length: lastPlaces.reduce(0, +)) < best.min ?? .infinity { return nil }
        let score = score(length: try row.length())
        best.insert(score)
        if isFull { best.removeMin() }
        return -score
    }

    /// How good the row of the moment is if it has so many words. More words never make it better, not even by rounding.
    private func score(length: Int) -> Double {
        let penalty = 1 - Self.lengthPart + Self.lengthPart * Double(length) / averageLength
        var score = 0.0
        for (frequency, inverseFrequency) in zip(frequencies, inverseFrequencies) {
            score +=
                inverseFrequency * ((frequency * (Self.saturation + 1)) / (frequency + Self.saturation * penalty))
        }
        return score
    }
}
