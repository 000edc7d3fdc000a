import Algorithms
package import Foundation
package import GRDB
import IndieWeb

/// Finds public posts by their words, the best match first.
package struct SearchQuery: Sendable {
    private let reader: any DatabaseReader
    private let now: @Sendable () -> Date

    /// Searches a database; `now` decides what is still to come.
    package init(reader: any DatabaseReader, now: @escaping @Sendable () -> Date) {
        self.reader = reader
        self.now = now
    }

    /// Makes known to a connection what searches need beside SQLite's own functions.
    ///
    /// - Throws: what SQLite says.
    package static func addFunctions(to database: Database) throws {
        try TopBM25.add(to: database)
        try Excerpt.add(to: database)
    }

    /// The posts that hold all words of a text; if there is none, those where the last word is the beginning of one.
    ///
    /// - Parameters:
    ///   - text: what somebody typed.
    ///   - limit: how many to give at most.
    ///   - offset: how many of the best to pass over.
    /// - Returns: them, and how many there are in all.
    /// - Throws: what the database says.
    package func results(for text: String, limit: Int, offset: Int) async throws -> SearchResults {
        for isUnfinished in [false, true] {
            guard let match = FullTextQuery.matchingAll(text, isUnfinished: isUnfinished) else { break }
            let found = try await results(matching: match, limit: limit, offset: offset)
            if found.count > 0 { return found }
        }
        return SearchResults(count: 0, results: [])
    }

    private func results(matching match: String, limit: Int, offset: Int) async throws -> SearchResults {
        let now = TimelineRows.julianDay(now())
        return try await reader.read { db in
            // No site has so many posts.
            let (offset, limit) = (min(offset, Int.max / 2), min(limit, Int.max / 2))
            let matches = try Matches(of: match, best: offset + limit, at: now, in: db)
            let ids = matches.ids(from: offset, limit: limit)
            guard !ids.isEmpty else { return SearchResults(count: matches.count, results: []) }
            let rows = try Row.fetchAll(
                db,
                sql: Self.excerptSQL + " AND notes_fts.rowid IN (\(databaseQuestionMarks(count: ids.count)))",
                arguments: [match] + StatementArguments(ids)
            )
            let results = try rows.map(SearchResult.init)
            let place = Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
            return SearchResults(
                count: matches.count,
                results: results.sorted { place[$0.id, default: 0] < place[$1.id, default: 0] }
            )
        }
    }

    /// A post that holds the words.
    private struct Match {
        let id: Int64
        /// How well it fits: the less, the better.
        let weight: Double

        /// Of equals the newer goes first.
        static func isBetter(_ one: Match, _ other: Match) -> Bool {
            (one.weight, other.id) < (other.weight, one.id)
        }
    }

    /// The posts that hold the words: how many, and at least the best of them, in no order.
    private struct Matches {
        private(set) var count = 0
        private(set) var best: [Match] = []

        init(of match: String, best number: Int, at now: Double, in db: Database) throws {
            let rows = try Row.fetchCursor(db.cachedStatement(sql: matchesSQL), arguments: [number, match, now])
            while let row = try rows.next() {
                count += 1
                if let weight: Double = row[1] { best.append(Match(id: row[0], weight: weight)) }
            }
        }

        /// The posts of a part, the best first.
        func ids(from offset: Int, limit: Int) -> [Int64] {
            let end = min(offset + limit, best.count)
            return best.min(count: end, sortedBy: Match.isBetter).dropFirst(offset).map(\.id)
        }
    }

    /// The ids of the matches, the best with their weights. A word in the title weighs ten times as much.
    package static let matchesSQL = """
        SELECT notes_fts.rowid, top_bm25(notes_fts, ?, 0, 10, 1)
        FROM notes_fts CROSS JOIN notes INDEXED BY idx_notes_listed ON notes.id = notes_fts.rowid
        WHERE notes_fts MATCH ? AND \(Exposure.isListedSQL) AND notes.id NOT IN (
            SELECT id FROM notes INDEXED BY idx_notes_timeline
            WHERE \(Exposure.isListedSQL) AND \(TimelineRows.moment) > ?
        )
        """

    /// Excerpts are made of what is shown alone, in one go: the words are looked up once for all of it.
    private static let excerptSQL = """
        SELECT notes.id, notes.slug, notes_fts.title, notes.created_at, notes.properties, notes.post_type,
            excerpt(notes_fts, 2, 32) AS snippet
        FROM notes_fts CROSS JOIN notes ON notes.id = notes_fts.rowid
        WHERE notes_fts MATCH ?
        """
}

/// What a search found.
package struct SearchResults: Sendable, Equatable {
    /// How many posts there are in all.
    package let count: Int
    /// Those of the part that was asked for.
    package let results: [SearchResult]
}

/// A post that a search found.
package struct SearchResult: Sendable, Equatable {
    /// The post's row.
    package let id: Int64
    /// What the address of the post ends with.
    package let slug: String
    /// What the post is called.
    package let title: String
    /// The words around the match.
    package let snippet: Snippet
    /// When it was published.
    package let published: StoredTimestamp
}

extension SearchResult {
    fileprivate init(_ row: Row) throws {
        id = row["id"]
        slug = String.fromDatabaseValue(row["slug"]) ?? ""
        let created = String.fromDatabaseValue(row["created_at"]).flatMap(StoredTimestamp.init) ?? .unknown
        let properties = String.fromDatabaseValue(row["properties"]).map(MicroformatsProperties.init(stored:)) ?? [:]
        published = properties.text("published").flatMap(StoredTimestamp.init) ?? created
        // The index holds what the words call the post.
        let inWords = String.fromDatabaseValue(row["title"]) ?? ""
        title =
            PostTitle(
                properties.withoutHiddenPlaces,
                summary: MarkdownSummary(name: inWords.allSatisfy(\.isWhitespace) ? nil : inWords, plainText: ""),
                type: String.fromDatabaseValue(row["post_type"]).flatMap(PostType.init) ?? .note,
                published: published
            ).text
        snippet = Snippet(marked: String.fromDatabaseValue(row["snippet"]) ?? "")
    }
}
