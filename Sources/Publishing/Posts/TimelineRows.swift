package import Foundation
package import GRDB

/// The rows of posts in the order of the timeline: newest first, and by id where two share a moment.
///
/// A page is found by where it begins, not by counting from the top: the newest page begins at the present moment, so
/// that a post with a later date is not there before its time. The conditions repeat those of the partial indexes word
/// for word, or SQLite could not use them; and the index is named, because SQLite would rather take the old index on
/// `published` and sort every post of the site for each page.
package struct TimelineRows: Sendable {
    /// Whose timeline it is.
    package enum Audience: Sendable, CaseIterable {
        /// Published posts for all.
        case `public`
        /// Everything that is not deleted, what is still to come included.
        case owner
    }

    /// What the indexes are ordered by; a time that SQLite cannot read stands for the oldest.
    static let moment = "coalesce(julianday(created_at), 0)"

    private let source: String
    private let end: Double
    /// More conditions over the columns of `notes`.
    private let filter: String
    private let filterArguments: StatementArguments

    /// The timeline of an audience at a moment.
    ///
    /// - Parameters:
    ///   - audience: whose timeline.
    ///   - now: the moment.
    ///   - filter: another condition, with `?` for each of its arguments.
    ///   - arguments: the arguments of the condition.
    package init(
        of audience: Audience,
        at now: Date,
        filter: String = "1",
        arguments: StatementArguments = StatementArguments()
    ) {
        source = Self.source(of: audience)
        end = audience == .owner ? Key.afterAll.julianDay : now.timeIntervalSince1970 / 86_400 + 2_440_587.5
        self.filter = filter
        filterArguments = arguments
    }

    private static func source(of audience: Audience) -> String {
        switch audience {
        case .public:
            """
            notes INDEXED BY idx_notes_timeline
            WHERE published = 1 AND deleted_at IS NULL AND visibility = 'public'
            """
        case .owner: "notes INDEXED BY idx_notes_owner WHERE deleted_at IS NULL"
        }
    }

    // Comparing pairs, `(a, b) < (?, ?)`, would say it shorter, and SQLite does not search an index of expressions by
    // it.
    private static let older = "\(moment) <= ? AND (\(moment) < ? OR id < ?)"
    private static let newer = "\(moment) >= ? AND (\(moment) > ? OR id > ?)"
    private static let begun = "\(moment) <= ?"

    private static let newestFirst = "ORDER BY \(moment) DESC, id DESC LIMIT ?"
    private static let oldestFirst = "ORDER BY \(moment) ASC, id ASC LIMIT ?"

    /// The posts older than a place in the order, newest first: its day twice, its id, the filter's arguments, the limit
    /// and the offset are to be bound.
    package var olderSQL: String {
        "SELECT \(PostRow.columns) FROM \(source) AND \(Self.older) AND \(filter) \(Self.newestFirst) OFFSET ?"
    }

    /// The posts newer than a place in the order, those next to it first: its day twice, its id, the present day, the
    /// filter's arguments, the limit and the offset are to be bound.
    package var newerSQL: String {
        """
        SELECT \(PostRow.columns) FROM \(source) AND \(Self.newer) AND \(Self.begun) AND \(filter) \(Self.oldestFirst) OFFSET ?
        """
    }
}

extension TimelineRows {
    /// A place in the order.
    struct Key {
        let julianDay: Double
        let id: Int64

        /// Before every post.
        static let beforeAll = Key(julianDay: -1, id: Int64.min)
        /// After every post; the last day that SQLite knows.
        static let afterAll = Key(julianDay: 5_373_485, id: Int64.max)
    }

    /// The rows of a page; nil when the page does not exist.
    func fetch(at position: PagePosition, limit: Int, from database: Database) throws -> [PostRow]? {
        switch position {
        case .newest:
            return try older(than: .afterAll, limit: limit, from: database)
        case .number(let number):
            guard number > 0, number < Int(Int32.max) else { return nil }
            let offset = (number - 1) * limit
            let rows = try older(than: .afterAll, limit: limit, offset: offset, from: database)
            return rows.isEmpty && number > 1 ? nil : rows
        case .before(let id):
            guard let key = try key(of: id, in: database) else { return nil }
            let rows = try older(than: key, limit: limit, from: database)
            return rows.isEmpty ? nil : rows
        case .after(let id):
            guard let key = try key(of: id, in: database) else { return nil }
            let rows = try newer(than: key, limit: limit, from: database)
            return rows.isEmpty ? nil : rows.reversed()
        }
    }

    func older(than key: Key, limit: Int, offset: Int = 0, from database: Database) throws -> [PostRow] {
        // A cursor whose post is still to come must not lead to others like it.
        let day = min(key.julianDay, end)
        let arguments: StatementArguments = [day, day, day < key.julianDay ? Int64.max : key.id]
        return try rows(olderSQL, arguments + filterArguments + [limit, offset], from: database)
    }

    func newer(than key: Key, limit: Int, offset: Int = 0, from database: Database) throws -> [PostRow] {
        let arguments: StatementArguments = [key.julianDay, key.julianDay, key.id, end]
        return try rows(newerSQL, arguments + filterArguments + [limit, offset], from: database)
    }

    func has(before row: PostRow, in database: Database) throws -> Bool {
        try !older(than: Key(row), limit: 1, from: database).isEmpty
    }

    func has(after row: PostRow, in database: Database) throws -> Bool {
        try !newer(than: Key(row), limit: 1, from: database).isEmpty
    }

    /// Where a post stands in the order, also when it has been deleted or withdrawn since its link was made.
    func key(of id: Int64, in database: Database) throws -> Key? {
        try Double.fetchOne(database, sql: "SELECT \(Self.moment) FROM notes WHERE id = ?", arguments: [id])
            .map { Key(julianDay: $0, id: id) }
    }

    private func rows(_ sql: String, _ arguments: StatementArguments, from database: Database) throws -> [PostRow] {
        try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map(PostRow.init)
    }
}

extension TimelineRows.Key {
    init(_ row: PostRow) {
        self.init(julianDay: row.julianDay, id: row.id)
    }
}
