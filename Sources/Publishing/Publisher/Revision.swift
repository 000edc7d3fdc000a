import Foundation
import GRDB
import IndieWeb

/// A change of a post under way: what it was, what it is to be, and what follows from both.
struct Revision {
    /// The post before the change.
    let row: PostRow
    /// What it is to be.
    let record: PostRecord
    /// Its slug afterwards.
    let slug: String
    /// Its words as they were found, nil when the file is missing.
    let file: NoteFile?
    /// What its file is to hold: the very bytes that are there, unless the change is one of the words. A file that was
    /// edited by hand need not be UTF-8.
    let bytes: [UInt8]
    /// When the change is made.
    let time: Date
    /// Whether the date of publication is to be forgotten.
    let forgetsDate: Bool
    /// Whether somebody could see the post at its address before, now or at another time.
    let wasSeen: Bool
}

extension Revision {
    /// The column `created_at`: as the author says, or as it was.
    ///
    /// What has no date yet, a draft or a scheduled post whose date is taken away, gets the present one when it comes out.
    /// A draft that was published before has its date as a property (see ``keepingDate(of:in:at:)``).
    var created: StoredTimestamp {
        if let published = record.published.map({ StoredTimestamp($0.date) }) {
            // The text of an untouched date stays, whatever form an old release wrote it in.
            return published.date == StoredTimestamp(row.created.date).date ? row.created : published
        }
        let isUndated = row.status == .draft || (forgetsDate && !isOut)
        return isUndated && record.status == .published ? StoredTimestamp(time) : row.created
    }

    /// The column `updated_at`. What nobody has seen yet was not revised, it was written.
    var updated: StoredTimestamp {
        if let updated = record.updated, row.properties?.text("updated") != updated.text {
            return record.revisionTime(notAfter: max(time, created.date)) ?? created
        }
        return wasSeen || record.status == .draft ? StoredTimestamp(time) : created
    }

    /// Who may see the post afterwards.
    var exposure: Exposure { Exposure(record.status, record.visibility, from: created.date) }

    /// How it appears afterwards.
    var appearance: Appearance {
        let month = CalendarMonth(of: created.date, writtenAs: record.published ?? created)
        return Appearance(row.id, exposure, in: month, tags: record.tags)
    }

    /// Whether the post could be seen at its address until now, be it by its owner and their guests alone.
    var isOut: Bool { row.exposure.isOut(at: time) }

    /// Whether it can be seen from now on.
    var isOutAfterwards: Bool { exposure.isOut(at: time) }

    /// Whether others than the owner will see the post who would not, or earlier than they would.
    var publishes: Bool { exposure.exceeds(row.exposure, at: time) }

    /// Remembers a slug under which the post was seen and is no longer, so that its address leads on and goes to nobody
    /// else. An address that nobody has seen is free again, and so are those of a private post that is to be for others, but
    /// not now: from then on a remembered slug says that others saw the post (see ``PostRow/wasSeenByOthers(in:)``).
    func rememberSlug(in db: Database) throws {
        if row.visibility == .private, record.visibility != .private, !isOutAfterwards {
            try FormerSlug.removeAll(of: row.id, in: db)
            return
        }
        if isOut, slug != row.slug || !isOutAfterwards { try FormerSlug.insert(row.slug, of: row.id, in: db) }
        if isOutAfterwards, slug != row.slug { try FormerSlug.remove(slug, in: db) }
    }

    /// Properties without what a client only wrote back as `q=source` had given it, and what nobody had stated: the times,
    /// and the address, which no property changes. By them nothing is said.
    static func droppingEchoes(
        of row: PostRow,
        in properties: MicroformatsProperties,
        from source: MicroformatsProperties
    ) -> MicroformatsProperties {
        var stated = properties
        stated["url"] = source["url"]
        func given(_ name: String) -> StoredTimestamp? { properties.text(name).flatMap(StoredTimestamp.init) }
        if let published = given("published"), source["published"].isEmpty, row.status == .published,
            published.isSameSecond(as: row.published), published.offset == row.published.offset
        {
            stated["published"] = []
        }
        if let updated = given("updated"), updated.isSameSecond(as: row.updated) {
            stated["updated"] = source["updated"]
        }
        return stated
    }

    /// Properties of a post that is taken offline, with the date of its publication: it was published once, and that day
    /// stays its day when it is published again (MP-033).
    static func keepingDate(
        of row: PostRow,
        in properties: MicroformatsProperties,
        at time: Date
    ) -> MicroformatsProperties {
        var kept = properties
        if row.exposure.isOut(at: time), properties.text("post-status") == PostStatus.draft.rawValue,
            properties["published"].isEmpty
        {
            kept["published"] = [.string(row.published.rfc3339)]
        }
        return kept
    }
}
