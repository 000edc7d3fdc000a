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

    /// Whether the post could be seen at its address until now, be it by its owner and their guests alone.
    var isOut: Bool { row.isOut(at: time) }

    /// Whether it can be seen from now on.
    var isOutAfterwards: Bool { record.status == .published && created.date <= time }

    /// Whether others than the owner will see the post who would not, or earlier than they would.
    var publishes: Bool {
        let before = Exposure(row.status, row.visibility, from: row.created.date, at: time)
        let after = Exposure(record.status, record.visibility, from: created.date, at: time)
        return after.start < before.start || (after.isListed && !before.isListed)
    }

    /// Remembers a slug under which the post was seen and is no longer, so that its address leads on and goes to nobody
    /// else. An address that nobody has seen is free again.
    func rememberSlug(in db: Database) throws {
        if isOut, slug != row.slug || !isOutAfterwards { try FormerSlug.insert(row.slug, of: row.id, in: db) }
        if isOutAfterwards, slug != row.slug { try FormerSlug.remove(slug, in: db) }
    }

    /// Properties of a post that is taken offline, with the date of its publication: it was published once, and that day
    /// stays its day when it is published again (MP-033).
    static func keepingDate(
        of row: PostRow,
        in properties: MicroformatsProperties,
        at time: Date
    ) -> MicroformatsProperties {
        var kept = properties
        if row.isOut(at: time), properties.text("post-status") == PostStatus.draft.rawValue,
            properties["published"].isEmpty
        {
            kept["published"] = [.string(row.published.rfc3339)]
        }
        return kept
    }
}

/// From when others than the owner can see a post, and whether all can.
private struct Exposure {
    let start: Date
    let isListed: Bool

    init(_ status: PostStatus, _ visibility: Visibility, from date: Date, at time: Date) {
        let isHidden = status == .draft || visibility == .private
        start = isHidden ? .distantFuture : max(date, time)
        isListed = !isHidden && visibility == .public
    }
}

extension PostRow {
    /// Whether the post has been published, for whomever.
    func isOut(at time: Date) -> Bool { status == .published && created.date <= time }
}
