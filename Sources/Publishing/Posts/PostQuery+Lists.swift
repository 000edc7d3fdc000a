package import Foundation
import GRDB
import IndieWeb

extension PostQuery {
    /// A tag that a public post has, by its name, or by another spelling of it; nil when there is none.
    package func tag(_ text: String) async throws -> Tag? {
        let now = now()
        return try await reader.read { database in
            // Old releases may have made names that the present rules would spell otherwise, so the exact one goes first.
            for name in [text, Tag(text)?.name] {
                guard let row = try name.flatMap({ try TagRow.fetch(name: $0, from: database) }) else { continue }
                if try row.isPublic(at: now, in: database) { return row.tag }
            }
            return nil
        }
    }

    /// The tags that most public posts have, in the order of the alphabet.
    package func frequentTags(limit: Int = 30) async throws -> [Tag] {
        let now = now()
        return try await reader.read { database in
            try TagRow.fetchFrequent(limit: limit, from: database)
                .filter { try $0.isPublic(at: now, in: database) }
                .map(\.tag)
                .sorted { ($0.displayName.lowercased(), $0.name) < ($1.displayName.lowercased(), $1.name) }
        }
    }

    /// The years that have public posts, newest first, or the months of one; see ``TimelineRows/init(of:at:)``.
    package func periods(in year: Int? = nil) async throws -> [Listing] {
        let now = now()
        let first = CalendarMonth(year: year ?? 0, month: 1)
        @Sendable func period(of month: CalendarMonth) -> ClosedRange<CalendarMonth> {
            year == nil ? month.wholeYear : month...month
        }
        return try await reader.read { database in
            var periods: [ClosedRange<CalendarMonth>] = []
            var candidate = period(of: CalendarMonth(year: year ?? 9999, month: 12))
            while true {
                // A post a day from the edges is within them by any clock: one search of the index tells of nearly all.
                let newest = try TimelineRows.newest(
                    until: min(now, candidate.upperBound.next.start - TimelineRows.widestOffset),
                    in: database
                )
                let start = candidate.lowerBound.start + TimelineRows.widestOffset
                if try newest.map({ $0 >= start }) == true
                    || TimelineRows(of: candidate, at: now).has(before: .afterAll, in: database)
                {
                    periods.append(candidate)
                }
                // What is left is of this period or of one before.
                let previous = candidate.lowerBound.previous
                guard let newest, previous >= first, newest + TimelineRows.widestOffset >= first.start else { break }
                candidate = period(of: min(previous, CalendarMonth(CivilTime(newest + TimelineRows.widestOffset))))
            }
            return periods.map { year == nil ? .year($0.lowerBound.year) : .month($0.lowerBound) }
        }
    }

    /// When the next post comes out by itself; nil when none is scheduled.
    package func nextPublication() async throws -> Date? {
        let now = TimelineRows.julianDay(now())
        return try await reader.read { database in
            try Double.fetchOne(database.cachedStatement(sql: Self.nextPublicationSQL), arguments: [now])
                .map(TimelineRows.date)
        }
    }

    /// The moment of the next scheduled post; the present day is to be bound.
    package static let nextPublicationSQL = """
        SELECT \(TimelineRows.moment) FROM notes INDEXED BY idx_notes_timeline
        WHERE \(Exposure.isListedSQL) AND \(TimelineRows.moment) > ? ORDER BY \(TimelineRows.moment) LIMIT 1
        """

    /// The addresses of all public posts within the site, oldest first, with the time of their last change.
    package func addresses() async throws -> [(relativePath: String, modified: Date)] {
        let now = TimelineRows.julianDay(now())
        return try await reader.read { database in
            let rows = try Row.fetchCursor(database, sql: Self.addressesSQL, arguments: [now])
            var addresses: [(String, Date)] = []
            while let row = try rows.next() {
                guard let slug = String.fromDatabaseValue(row[0]) else { continue }
                let times = [row[1], row[2]].compactMap {
                    String.fromDatabaseValue($0).flatMap(StoredTimestamp.init)?.date
                }
                addresses.append((Permalink(siteURL: "", slug: slug).url, times.max() ?? .distantPast))
            }
            return addresses
        }
    }

    /// The tags of ``frequentTags(limit:)``, before those go that no public post has yet; the limit is to be bound.
    package static var frequentTagsSQL: String { TagRow.frequentSQL }

    /// The posts of ``addresses()``; the present day is to be bound.
    package static let addressesSQL = """
        SELECT slug, created_at, updated_at FROM notes INDEXED BY idx_notes_timeline
        WHERE \(Exposure.isListedSQL) AND \(TimelineRows.moment) <= ? ORDER BY \(TimelineRows.moment), id
        """
}
