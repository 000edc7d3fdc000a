package import Foundation
import GRDB
import IndieWeb

extension Publisher {
    /// Takes note of files that were edited by hand: the search finds the new words, and the post has been updated.
    ///
    /// - Parameter moment: files that were last written before it are not looked at; nil looks at all of them.
    /// - Returns: the slugs of the posts.
    /// - Throws: what the database says.
    package func pickUpHandEdits(writtenSince moment: Date? = nil) async throws -> [String] {
        var slugs: [String] = []
        var last = Int64.min
        while true {
            let batch = try await reader.read { [last] db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT \(PostRow.columns) FROM notes WHERE deleted_at IS NULL AND id > ? ORDER BY id LIMIT 500
                        """,
                    arguments: [last]
                ).map(PostRow.init)
            }
            guard let end = batch.last else { return slugs }
            last = end.id
            for row in batch where isEdited(row, since: moment) {
                if let slug = try await pickUp(row.id) { slugs.append(slug) }
            }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    private func isEdited(_ row: PostRow, since moment: Date?) -> Bool {
        if let moment, let written = writingTime(of: row), written < moment { return false }
        guard let file = try? notes.read(row.filePath) else { return false }
        return file.hash.hex != row.contentHash?.lowercased()
    }

    private func pickUp(_ id: Int64) async throws -> String? {
        let time = now()
        return try await change { [self] db, _ in
            // Looked at again: it may have been a change under way.
            guard let row = try PostRow.fetch(id: id, from: db), row.deleted == nil,
                let file = try? notes.read(row.filePath), file.hash.hex != row.contentHash?.lowercased()
            else { return nil }
            // A note without a digest is one of the early releases; nobody knows whether it was edited.
            let updated = row.contentHash == nil ? nil : StoredTimestamp(min(writingTime(of: row) ?? time, time)).text
            try db.execute(
                sql: "UPDATE notes SET content_hash = ?, updated_at = coalesce(?, updated_at) WHERE id = ?",
                arguments: [file.hash.hex, updated, id]
            )
            let content = PostContent(file.text, mediaType: row.mediaType)
            try index.replace(id: id, slug: row.slug, name: row.properties?.text("name"), content: content, in: db)
            return updated == nil ? nil : row.slug
        }
    }

    private func writingTime(of row: PostRow) -> Date? {
        guard let path = notes.locate(row.filePath) else { return nil }
        return (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }
}
