package import GRDB
import Upgrade

/// The table `tag_timeline`: which posts a tag has in lists, in the order of the timeline.
///
/// A shadow, which can be filled again at any time. A tag may have as many posts as the site, so its pages must be found
/// by where they begin, and the order of `note_tags` does not tell.
package enum TagTimeline {
    static let fillStep = DataStep(
        name: "put the posts of each tag in the order of the timeline",
        changes: ["tag_timeline": ["tag_id", "moment", "note_id"], "tags": ["post_count"]]
    ) { db, context in
        // A rehearsal proves what can be lost; a shadow cannot.
        if context.isRehearsal { return }
        try fill(db)
    }

    /// Makes the table say what `notes` and `note_tags` say.
    package static func fill(_ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM tag_timeline;
                INSERT INTO tag_timeline (tag_id, moment, note_id)
                SELECT tag_id, \(TimelineRows.moment) AS moment, notes.id FROM note_tags
                JOIN notes ON notes.id = note_id
                WHERE \(Exposure.isListedSQL) AND tag_id IN (SELECT id FROM tags) ORDER BY 1, 2, 3;
                UPDATE tags SET post_count = (SELECT count(*) FROM tag_timeline WHERE tag_id = tags.id);
                """
        )
    }

    /// Makes the rows of a post right. To be called in the transaction that changed the post or its tags.
    static func refresh(_ id: Int64, in db: Database) throws {
        let before = try tags(of: id, in: db)
        let isTagged = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM note_tags WHERE note_id = ?)")
        if before.isEmpty, try Bool.fetchOne(isTagged, arguments: [id]) == false { return }
        try db.cachedStatement(sql: "DELETE FROM tag_timeline WHERE note_id = ?").execute(arguments: [id])
        try db.cachedStatement(
            sql: """
                INSERT INTO tag_timeline (tag_id, moment, note_id)
                SELECT tag_id, \(TimelineRows.moment), notes.id FROM note_tags JOIN notes ON notes.id = note_id
                WHERE note_id = ? AND \(Exposure.isListedSQL)
                """
        ).execute(arguments: [id])
        let after = try tags(of: id, in: db)
        let count = try db.cachedStatement(sql: "UPDATE tags SET post_count = post_count + ? WHERE id = ?")
        for tag in after.subtracting(before) { try count.execute(arguments: [1, tag]) }
        for tag in before.subtracting(after) { try count.execute(arguments: [-1, tag]) }
    }

    private static func tags(of id: Int64, in db: Database) throws -> Set<Int64> {
        let statement = try db.cachedStatement(sql: "SELECT tag_id FROM tag_timeline WHERE note_id = ?")
        return try Int64.fetchSet(statement, arguments: [id])
    }
}
