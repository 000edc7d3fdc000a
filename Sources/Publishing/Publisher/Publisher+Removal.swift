package import Foundation
import GRDB

extension Publisher {
    /// Deletes a post: its address answers 410 from now on, and its row and file stay. A second time does nothing.
    ///
    /// - Throws: ``PublishingError`` when there is no such post.
    package func delete(slug: String) async throws {
        let time = StoredTimestamp(now())
        try await changes.perform { [self] db, _ in
            let row = try find(slug, in: db)
            guard row.deleted == nil else { return }
            var deleted = row.exposure
            deleted.deleted = time.date
            try db.execute(sql: "UPDATE notes SET deleted_at = ? WHERE id = ?", arguments: [time.text, row.id])
            try index.remove(id: row.id, in: db)
            let before = try Appearance(of: row, in: db)
            try follow(from: before, to: before.becoming(deleted), in: db)
        }
    }

    /// Brings a deleted post back as it was. For one that was not deleted it does nothing.
    ///
    /// - Throws: ``PublishingError`` when there is no such post.
    /// - Returns: the address of the post.
    package func undelete(slug: String) async throws -> Permalink {
        let slug = try await changes.perform { [self] db, _ in
            let row = try find(slug, in: db)
            guard row.deleted != nil else { return row.slug }
            var restored = row.exposure
            restored.deleted = nil
            try db.execute(sql: "UPDATE notes SET deleted_at = NULL WHERE id = ?", arguments: [row.id])
            let file = try notes.committedFile(row.filePath, in: db)
            if row.contentHash != nil, isEdited(row, file) {
                try take(file, for: row, at: now(), in: db)
            } else {
                try index.replace(id: row.id, slug: row.slug, words: words(of: row, file), in: db)
            }
            let before = try Appearance(of: row, in: db)
            try follow(from: before, to: before.becoming(restored), in: db)
            return row.slug
        }
        return Permalink(siteURL: configuration.siteURL, slug: slug)
    }

    /// Removes for good what was deleted before a moment, rows and files. The addresses under which others than the owner
    /// could see a post go on answering 410, and no other post can get them.
    ///
    /// A file that was edited since, or that another post names as well, stays.
    ///
    /// - Throws: what the database says.
    package func purge(deletedBefore moment: Date) throws -> [PurgedPost] {
        let purged = try changes.performNow { [self] db, files in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(PostRow.columns) FROM notes
                    WHERE deleted_at IS NOT NULL AND julianday(deleted_at) < julianday(?) ORDER BY id
                    """,
                arguments: [StoredTimestamp(moment).text]
            ).map(PostRow.init).map { row in
                // The address of a post that was not for others is free again, and tells nobody that there was one.
                if try row.wasSeenByOthers(in: db) {
                    try FormerSlug.insert(row.slug, of: row.id, in: db)
                } else {
                    try FormerSlug.removeAll(of: row.id, in: db)
                }
                try index.remove(id: row.id, in: db)
                try db.execute(sql: "DELETE FROM notes WHERE id = ?", arguments: [row.id])
                try SiteChanges.record([.note(row.id)], at: now(), in: db)
                return try removeFile(of: row, in: db, files: files)
            }
        }
        return purged.map { post in
            var post = post
            if let path = post.path, post.leftBecause == nil, access("\(configuration.dataPath)/\(path)", F_OK) == 0 {
                post.leftBecause = .stuck
            }
            return post
        }
    }

    private func removeFile(of row: PostRow, in db: Database, files: FileTransaction) throws -> PurgedPost {
        guard let path = notes.storedPath(of: row.filePath), let file = try? notes.committedFile(path, in: db) else {
            return PurgedPost(slug: row.slug, path: nil)
        }
        var post = PurgedPost(slug: row.slug, path: path)
        let isNamed = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM notes WHERE file_path = ?)")
        if try Bool.fetchOne(isNamed, arguments: [path]) == true {
            post.leftBecause = .shared
        } else if row.contentHash != nil, isEdited(row, file) {
            post.leftBecause = .edited
        } else {
            try files.remove(path, was: file.hash, in: db)
        }
        return post
    }
}
