package import Foundation
package import GRDB

/// The rows of posts in the order of a timeline: newest first, and by id where two share a moment.
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

    private let source: Source
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
        source = audience == .public ? .public : .owner
        end = audience == .owner ? Key.afterAll.julianDay : Self.julianDay(now)
        self.filter = filter
        filterArguments = arguments
    }

    /// The public posts of a tag at a moment, by the id of the tag.
    package init(ofTag id: Int64, at now: Date) {
        source = .tag(id)
        end = Self.julianDay(now)
        filter = "1"
        filterArguments = StatementArguments()
    }

    /// The public posts of some months at a moment, by the clock where each was written: as its date is shown.
    ///
    /// No clock is a whole day from Coordinated Universal Time (ISO 8601), so the index finds what may be of these months,
    /// and the date as it was written has to be looked at only near their edges.
    package init(of months: ClosedRange<CalendarMonth>, at now: Date) {
        let (start, end) = (Self.julianDay(months.lowerBound.start), Self.julianDay(months.upperBound.next.start))
        let offset = Self.widestOffset / 86_400
        source = .public
        self.end = min(Self.julianDay(now), end + offset)
        filter = """
            \(Self.moment) >= ? AND CASE WHEN \(Self.moment) BETWEEN ? AND ? THEN 1 \
            ELSE \(Self.writtenMonth) BETWEEN ? AND ? END
            """
        filterArguments = [
            start - offset, start + offset, end - offset, months.lowerBound.digits, months.upperBound.digits,
        ]
    }

    /// Seconds by which a clock may differ from Coordinated Universal Time, and more.
    static let widestOffset: TimeInterval = 86_400

    /// The moment of the newest public post until a date; nil when there is none.
    static func newest(until date: Date, in database: Database) throws -> Date? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(moment) FROM notes INDEXED BY idx_notes_timeline
                WHERE \(Exposure.isListedSQL) AND \(moment) <= ? ORDER BY \(moment) DESC LIMIT 1
                """
        )
        return try Double.fetchOne(statement, arguments: [julianDay(date)]).map(Self.date)
    }

    static func date(_ julianDay: Double) -> Date {
        Date(timeIntervalSince1970: (julianDay - 2_440_587.5) * 86_400)
    }

    /// The month in which a post was published by the clock where that was written, `202502`: the property says it as its
    /// author wrote it, in one of the forms of ISO 8601, else the column.
    private static let writtenMonth = """
        substr(replace(coalesce(CASE WHEN json_valid(properties) THEN coalesce( \
        json_extract(properties, '$.published[0].value'), json_extract(properties, '$.published[0]')) END, \
        created_at), '-', ''), 1, 6)
        """

    static func julianDay(_ date: Date) -> Double { date.timeIntervalSince1970 / 86_400 + 2_440_587.5 }

    /// The posts older than a place in the order, newest first: the arguments of the source, the place's day twice, its
    /// id, the filter's arguments, the limit and the offset are to be bound.
    package var olderSQL: String {
        """
        SELECT \(PostRow.columns) FROM \(olderRows) \
        ORDER BY \(source.moment) DESC, \(source.id) DESC LIMIT ? OFFSET ?
        """
    }

    /// The posts newer than a place in the order, those next to it first: the arguments of the source, the place's day
    /// twice, its id, the present day, the filter's arguments, the limit and the offset are to be bound.
    package var newerSQL: String {
        """
        SELECT \(PostRow.columns) FROM \(newerRows) \
        ORDER BY \(source.moment) ASC, \(source.id) ASC LIMIT ? OFFSET ?
        """
    }

    /// Whether there are posts older than a place: the arguments of ``olderSQL`` without limit and offset are to be bound.
    package var hasOlderSQL: String { "SELECT EXISTS (SELECT 1 FROM \(olderRows))" }

    /// Whether there are posts newer than a place: the arguments of ``newerSQL`` without limit and offset are to be bound.
    package var hasNewerSQL: String { "SELECT EXISTS (SELECT 1 FROM \(newerRows))" }

    private var olderRows: String {
        """
        \(source.sql) AND \(source.moment) <= ? AND (\(source.moment) < ? OR \(source.id) < ?) AND \(filter)
        """
    }

    private var newerRows: String {
        """
        \(source.sql) AND \(source.moment) >= ? AND (\(source.moment) > ? OR \(source.id) > ?) \
        AND \(source.moment) <= ? AND \(filter)
        """
    }
}

extension TimelineRows {
    /// What the rows are read from, and how they are ordered there.
    ///
    /// Comparing pairs, `(a, b) < (?, ?)`, would say an order shorter, and SQLite does not search an index of expressions
    /// by it.
    private struct Source: Sendable {
        var sql: String
        var arguments: StatementArguments = []
        var moment = TimelineRows.moment
        var id = "id"

        static let `public` = Source(sql: "notes INDEXED BY idx_notes_timeline WHERE \(Exposure.isListedSQL)")
        static let owner = Source(sql: "notes INDEXED BY idx_notes_owner WHERE deleted_at IS NULL")

        /// The post's row has the last word on whether it is listed.
        static func tag(_ id: Int64) -> Source {
            Source(
                sql: "tag_timeline CROSS JOIN notes ON notes.id = note_id WHERE tag_id = ? AND \(Exposure.isListedSQL)",
                arguments: [id],
                moment: "moment",
                id: "note_id"
            )
        }
    }

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
        try rows(olderSQL, placeOfOlder(key) + [limit, offset], from: database)
    }

    func newer(than key: Key, limit: Int, offset: Int = 0, from database: Database) throws -> [PostRow] {
        try rows(newerSQL, placeOfNewer(key) + [limit, offset], from: database)
    }

    /// Whether there are older posts than a place.
    func has(before key: Key, in database: Database) throws -> Bool {
        try Bool.fetchOne(database.cachedStatement(sql: hasOlderSQL), arguments: placeOfOlder(key)) ?? false
    }

    /// Whether there are newer posts than a place.
    func has(after key: Key, in database: Database) throws -> Bool {
        try Bool.fetchOne(database.cachedStatement(sql: hasNewerSQL), arguments: placeOfNewer(key)) ?? false
    }

    func has(before row: PostRow, in database: Database) throws -> Bool { try has(before: Key(row), in: database) }

    func has(after row: PostRow, in database: Database) throws -> Bool { try has(after: Key(row), in: database) }

    private func placeOfOlder(_ key: Key) -> StatementArguments {
        // A cursor whose post is still to come must not lead to others like it.
        let day = min(key.julianDay, end)
        let place: StatementArguments = [day, day, day < key.julianDay ? Int64.max : key.id]
        return source.arguments + place + filterArguments
    }

    private func placeOfNewer(_ key: Key) -> StatementArguments {
        let place: StatementArguments = [key.julianDay, key.julianDay, key.id, end]
        return source.arguments + place + filterArguments
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

    /// The place in text, as in `2460800.711805556.31`: the Julian day, with as many digits as it takes to read the same
    /// number again, and the id.
    var cursor: String { "\(julianDay).\(id)" }

    /// Reads ``cursor``; nil for another text.
    init?(cursor: String) {
        guard let dot = cursor.lastIndex(of: "."), let id = Int64(cursor[cursor.index(after: dot)...]),
            let julianDay = Double(cursor[..<dot]), julianDay.isFinite
        else { return nil }
        self.init(julianDay: julianDay, id: id)
    }
}
