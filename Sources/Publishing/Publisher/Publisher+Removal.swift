package import Foundation
import GRDB

extension Publisher {
    /// Deletes a post: its address answers 410 from now on, and its row and file stay. A second time does nothing.
    ///
    /// - Throws: ``PublishingError`` when there is no such post.
    package func delete(slug: String) async throws {
        let time = StoredTimestamp(now()).text
        try await change { [self] db, _ in
            let row = try find(slug, in: db)
            guard row.deleted == nil else { return }
            let before = try Appearance(of: row.id, in: db)
            try db.execute(sql: "UPDATE notes SET deleted_at = ? WHERE id = ?", arguments: [time, row.id])
            try index.remove(id: row.id, in: db)
            try follow(row.id, was: before, in: db)
        }
    }

    /// Brings a deleted post back as it was. For one that was not deleted it does nothing.
    ///
    /// - Throws: ``PublishingError`` when there is no such post.
    /// - Returns: the address of the post.
    package func undelete(slug: String) async throws -> Permalink {
        let slug = try await change { [self] db, _ in
            let row = try find(slug, in: db)
            guard row.deleted != nil else { return row.slug }
            let before = try Appearance(of: row.id, in: db)
            try db.execute(sql: "UPDATE notes SET deleted_at = NULL WHERE id = ?", arguments: [row.id])
            let post = try notes.post(of: row, in: db)
            try index.replace(id: row.id, slug: row.slug, name: post.explicitName, content: post.content, in: db)
            try follow(row.id, was: before, in: db)
            return row.slug
        }
        return Permalink(siteURL: configuration.siteURL, slug: slug)
    }

    /// Removes for good what was deleted before a moment, rows and files. The addresses go on answering 410, and no other
    /// post can get them.
    ///
    /// - Returns: the slugs of the posts.
    package func purge(deletedBefore moment: Date) throws -> [String] {
        try changeNow { [self] db, files in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(PostRow.columns) FROM notes
                    WHERE deleted_at IS NOT NULL AND julianday(deleted_at) < julianday(?) ORDER BY id
                    """,
                arguments: [StoredTimestamp(moment).text]
            ).map(PostRow.init)
            for row in rows {
                try FormerSlug.insert(row.slug, of: row.id, in: db)
                try index.remove(id: row.id, in: db)
                try db.execute(sql: "DELETE FROM notes WHERE id = ?", arguments: [row.id])
                try SiteChanges.record([.note(row.id)], at: now(), in: db)
                if let path = notes.storedPath(of: row.filePath) { try files.remove(path, was: nil, in: db) }
            }
            return rows.map(\.slug)
        }
    }
}
