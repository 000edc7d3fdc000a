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
            let file = try notes.committedFile(row.filePath, in: db)
            if row.contentHash != nil, isEdited(row, file) {
                try take(file, for: row, at: now(), in: db)
            } else {
                try index.replace(id: row.id, slug: row.slug, name: row.name, content: content(of: row, file), in: db)
            }
            try follow(row.id, was: before, in: db)
            return row.slug
        }
        return Permalink(siteURL: configuration.siteURL, slug: slug)
    }

    /// Removes for good what was deleted before a moment, rows and files. The addresses under which a post was to be seen go on
    /// answering 410, and no other post can get them.
    ///
    /// A file that was edited since, or that another post names as well, stays.
    ///
    /// - Throws: what the database says.
    package func purge(deletedBefore moment: Date) throws -> [PurgedPost] {
        let purged = try changeNow { [self] db, files in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(PostRow.columns) FROM notes
                    WHERE deleted_at IS NOT NULL AND julianday(deleted_at) < julianday(?) ORDER BY id
                    """,
                arguments: [StoredTimestamp(moment).text]
            ).map(PostRow.init).map { row in
                // The address of a draft that nobody has seen is free again.
                let wasSeen = try row.isOut(at: now()) || FormerSlug.isKnown(of: row.id, in: db)
                if wasSeen { try FormerSlug.insert(row.slug, of: row.id, in: db) }
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
