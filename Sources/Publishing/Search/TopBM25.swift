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
/// Process", CIKM 2003). A few more than `count` rows have a weight, since each was among the best when it came.
///
/// As in `bm25`, the less, the better, and each column of the table has its own weight, 1 where none is given. None may be
/// negative. A query asks with one count and one list of weights, however often it asks.
package enum TopBM25 {
    /// Makes the function known to a connection.
    ///
    /// - Throws: what SQLite says.
    package static func add(to database: Database) throws {
        try FTS5Function.add("top_bm25", to: database) { row, arguments in
            let ranking = try row.kept { try BM25Ranking(of: row, arguments: arguments) }
            return try ranking.weight(of: row).map(FTS5Value.number) ?? .null
        }
    }
}

/// What BM25 knows of a query, and how good the best of its rows are so far.
private final class BM25Ranking {
    // Those of `bm25`.
    private static let saturation = 1.2
    private static let lengthPart = 0.75
    private static let leastInverseFrequency = 1e-6

    private let count: Int
    private let columnWeights: [Double]
    private let inverseFrequencies: [Double]
    private let averageLength: Double
    private var state: State

    /// What changes from row to row; looked after as one value, which spares the checks on each part.
    private struct State {
        /// How good the best rows are, at most `count` of them.
        var best = Heap<Double>()
        /// How often the row of the moment has each phrase, by the weights of the columns.
        var frequencies: [Double]
        /// Where in each column of the row of the moment the last phrase begins, counted from 1; 0 for none.
        var lastPlaces: [Int]
        /// The row that was asked for last, and what it got.
        var last: (id: Int64, weight: Double?)?
    }

    init(of row: FTS5Row, arguments: UnsafeBufferPointer<OpaquePointer?>) throws {
        count = arguments.first.map { Int(sqlite3_value_int64($0)) } ?? 0
        let weights = arguments.dropFirst().map { sqlite3_value_double($0) }
        columnWeights = (0..<row.columns).map { $0 < weights.count ? weights[$0] : 1 }
        guard columnWeights.allSatisfy({ $0 >= 0 }) else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        let (rows, words) = try (row.rows(), row.words())
        averageLength = Double(words) / Double(max(rows, 1))
        inverseFrequencies = try (0..<row.phrases).map { phrase in
            let matches = try Double(row.rows(with: phrase))
            return max(log((Double(rows) - matches + 0.5) / (matches + 0.5)), Self.leastInverseFrequency)
        }
        state = State(
            frequencies: Array(repeating: 0, count: row.phrases),
            lastPlaces: Array(repeating: 0, count: columnWeights.count)
        )
    }

    /// Nil for a row that is not among the best.
    func weight(of row: FTS5Row) throws -> Double? {
        try weight(of: row, &state)
    }

    private func weight(of row: FTS5Row, _ state: inout State) throws -> Double? {
        // Each row counts once among the best.
        if let last = state.last, last.id == row.id { return last.weight }
        for column in state.lastPlaces.indices { state.lastPlaces[column] = 0 }
        for phrase in state.frequencies.indices {
            state.frequencies[phrase] = 0
            var places = try row.places(of: phrase)
            while let (column, place) = places.next() {
                // FTS5 does not check what a damaged index says here.
                guard columnWeights.indices.contains(column), place >= 0 else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT)
                }
                state.frequencies[phrase] += columnWeights[column]
                state.lastPlaces[column] = max(state.lastPlaces[column], place + 1)
            }
        }
        // The better, the more, among scores; the better, the less, outside, as in `bm25`.
        let weight = try scoreAmongBest(&state, of: row).map { -$0 }
        state.last = (row.id, weight)
        return weight
    }

    /// How good the row of the moment is, nil if it is not among the best.
    private func scoreAmongBest(_ state: inout State, of row: FTS5Row) throws -> Double? {
        guard state.best.count >= count else {
            let score = score(state.frequencies, length: try row.length())
            state.best.insert(score)
            return score
        }
        guard let worst = state.best.min,
            score(state.frequencies, length: state.lastPlaces.reduce(0, +)) >= worst
        else { return nil }
        let score = score(state.frequencies, length: try row.length())
        if score > worst { state.best.replaceMin(with: score) }
        return score
    }

    /// How good a row of so many words is. More words never make it better, not even by rounding.
    private func score(_ frequencies: [Double], length: Int) -> Double {
        let penalty = 1 - Self.lengthPart + Self.lengthPart * Double(length) / averageLength
        var score = 0.0
        for (frequency, inverseFrequency) in zip(frequencies, inverseFrequencies) {
            score +=
                inverseFrequency * ((frequency * (Self.saturation + 1)) / (frequency + Self.saturation * penalty))
        }
        return score
    }
}
