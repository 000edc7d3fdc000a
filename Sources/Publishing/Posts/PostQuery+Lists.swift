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
        return try await reader.read { database in
            func period(of month: CalendarMonth) -> ClosedRange<CalendarMonth> {
                year == nil ? month.wholeYear : month...month
            }
            var periods: [ClosedRange<CalendarMonth>] = []
            let first = CalendarMonth(year: year ?? 0, month: 1)
            var last = CalendarMonth(year: year ?? 9999, month: 12)
            // From one period to the next older one that has a post: two searches of the index for each.
            while first <= last,
                let row = try TimelineRows(of: first...last, at: now)
                    .older(than: .afterAll, limit: 1, from: database).first, row.month <= last
            {
                let found = period(of: row.month)
                // Where clocks differ, an older post may be of a later day, and so of the period that follows.
                let following = period(of: found.upperBound.next)
                if following.lowerBound <= last,
                    try TimelineRows(of: following, at: now).has(before: .afterAll, in: database)
                {
                    periods.append(following)
                }
                periods.append(found)
                last = found.lowerBound.previous
            }
            return periods.map { year == nil ? .year($0.lowerBound.year) : .month($0.lowerBound) }
        }
    }

    /// When the next post comes out by itself; nil when none is scheduled.
    package func nextPublication() async throws -> Date? {
        let now = TimelineRows.julianDay(now())
        return try await reader.read { database in
            try Double.fetchOne(database.cachedStatement(sql: Self.nextPublicationSQL), arguments: [now])
                .map { Date(timeIntervalSince1970: ($0 - 2_440_587.5) * 86_400) }
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
