import Foundation
import GRDB
import IndieWeb

/// Where and how a post appears to the public; compared before and after a change, it tells what the change touched.
struct Appearance: Equatable {
    private let id: Int64
    /// Whether it is, or will be, in lists.
    private let isListed: Bool
    private let moment: Double
    private let year: Int
    private let month: Int
    private let tags: Set<String>

    /// How a post appears now; nil where there is no such post.
    init?(of id: Int64, in db: Database) throws {
        guard let row = try PostRow.fetch(id: id, from: db) else { return nil }
        self.id = id
        isListed = row.status == .published && row.visibility == .public && row.deleted == nil
        moment = row.julianDay
        let time = CivilTime(row.created.date)
        (year, month) = (time.year, time.month)
        let statement = try db.cachedStatement(
            sql: "SELECT name FROM note_tags JOIN tags ON tags.id = tag_id WHERE note_id = ?"
        )
        tags = try String.fetchSet(statement, arguments: [id])
    }

    /// What a change touched that led from one appearance to another.
    static func changes(from before: Appearance?, to after: Appearance?) -> Set<SiteChange> {
        let both = [before, after].compactMap(\.self)
        var changes = Set(both.map { SiteChange.note($0.id) })
        // Its words may have changed all the same, which touches the pages that show it, and no others.
        guard before != after else { return changes }
        for appearance in both where appearance.isListed {
            changes.formUnion([.timeline, .month(year: appearance.year, appearance.month)])
            changes.formUnion(appearance.tags.map(SiteChange.tag))
        }
        return changes
    }
}
