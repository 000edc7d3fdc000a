import Foundation
import GRDB
import IndieWeb

/// Where and how a post appears to the public; compared before and after a change, it tells what the change touched.
struct Appearance: Equatable {
    let id: Int64
    /// Whether it is, or will be, in lists.
    private var isListed: Bool
    /// Its place in the order of the lists; nil where SQLite cannot read when it was made.
    private let date: Date?
    private let month: CalendarMonth
    private let tags: Set<String>

    /// How a post appears whose row has just been written.
    ///
    /// - Parameters:
    ///   - id: the row.
    ///   - exposure: who may see it.
    ///   - month: the month that it is of, by the clock where it was written.
    ///   - tags: its tags.
    init(_ id: Int64, _ exposure: Exposure, in month: CalendarMonth, tags: [Tag] = []) {
        self.id = id
        isListed = exposure.isListed
        date = exposure.date
        self.month = month
        self.tags = Set(tags.map(\.name))
    }

    /// How the post of a row appears.
    init(of row: PostRow, in db: Database) throws {
        id = row.id
        isListed = row.exposure.isListed
        date = row.julianDay > 0 ? row.created.date : nil
        month = row.month
        let statement = try db.cachedStatement(
            sql: "SELECT name FROM note_tags JOIN tags ON tags.id = tag_id WHERE note_id = ?"
        )
        tags = try String.fetchSet(statement, arguments: [row.id])
    }

    /// How it appears when it is deleted, or brought back, and nothing else is changed.
    func becoming(_ exposure: Exposure) -> Appearance {
        var appearance = self
        appearance.isListed = exposure.isListed
        return appearance
    }

    /// What a change touched that led from one appearance to another; nil stands for a post that was not there.
    static func changes(from before: Appearance?, to after: Appearance) -> Set<SiteChange> {
        let both = [before, after].compactMap(\.self)
        var changes = Set(both.map { SiteChange.note($0.id) })
        // Its words may have changed all the same, which touches the pages that show it, and no others.
        guard before != after else { return changes }
        for appearance in both where appearance.isListed {
            changes.formUnion([.timeline, .month(year: appearance.month.year, appearance.month.month)])
            changes.formUnion(appearance.tags.map(SiteChange.tag))
        }
        return changes
    }
}
