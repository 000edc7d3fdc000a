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
        try await forEachPost { row in
            if try await isEdited(row, since: moment), let slug = try await pickUp(row.id) { slugs.append(slug) }
        }
        return slugs
    }

    /// Takes note of files that were moved or renamed by hand, or by a change that a restored backup does not know: a
    /// file that no post names, with the very words of a post whose file is gone, is that post's.
    ///
    /// - Returns: the slugs of the posts.
    /// - Throws: what the database says.
    package func pickUpMovedFiles() async throws -> [String] {
        var lost: [String: [PostRow]] = [:]
        try await forEachPost { row in
            guard let hash = row.contentHash?.lowercased(), notes.locate(row.filePath) == nil else { return }
            lost[hash, default: []].append(row)
        }
        guard !lost.isEmpty else { return [] }
        let dataPath = configuration.dataPath
        let inventory = try await reader.read { db in
            try NoteInventory(of: db, dataPath: dataPath, comparingContent: false)
        }
        let found = Dictionary(grouping: inventory.withoutRow) { (try? notes.read($0))?.hash.hex ?? "" }
        var slugs: [String] = []
        // Where two have the same words, nobody can tell which is whose.
        for (hash, rows) in lost {
            guard rows.count == 1, let paths = found[hash], paths.count == 1 else { continue }
            if let slug = try await move(rows[0].id, to: paths[0]) { slugs.append(slug) }
        }
        return slugs
    }

    private func move(_ id: Int64, to path: String) async throws -> String? {
        try await change { [self] db, _ in
            // Looked at again: it may have been a change under way.
            guard let row = try PostRow.fetch(id: id, from: db),
                (try? notes.committedFile(row.filePath, in: db)) == nil,
                let file = try? notes.committedFile(path, in: db), !isEdited(row, file),
                try Int.fetchOne(db, sql: "SELECT 1 FROM notes WHERE file_path = ?", arguments: [path]) == nil
            else { return nil }
            let before = try Appearance(of: id, in: db)
            try db.execute(sql: "UPDATE notes SET file_path = ? WHERE id = ?", arguments: [path, id])
            try follow(id, was: before, in: db)
            return row.slug
        }
    }

    /// Looks at every post that is not deleted. It takes its time, in small steps and a tenth of a processor, for somebody
    /// may be reading or writing meanwhile.
    private func forEachPost(_ body: (PostRow) async throws -> Void) async throws {
        let clock = ContinuousClock()
        var last = Int64.min
        while true {
            let start = clock.now
            let batch = try await reader.read { [last] db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT \(PostRow.columns) FROM notes WHERE deleted_at IS NULL AND id > ? ORDER BY id LIMIT 20
                        """,
                    arguments: [last]
                ).map(PostRow.init)
            }
            guard let end = batch.last else { return }
            last = end.id
            for row in batch { try await body(row) }
            try await Task.sleep(for: start.duration(to: clock.now) * 9)
        }
    }

    private func isEdited(_ row: PostRow, since moment: Date?) async throws -> Bool {
        if let moment, let status = fileStatus(of: row), status.changed < moment { return false }
        guard let file = try? notes.read(row.filePath) else { return false }
        if row.contentHash != nil { return isEdited(row, file) }
        return try await reader.read { [self] db in try isUnknown(row, file, in: db) }
    }

    /// Whether a file has other words than when its post was last written or looked at.
    func isEdited(_ row: PostRow, _ file: NoteFile) -> Bool {
        file.hash.hex != row.contentHash?.lowercased()
    }

    /// Whether the search knows a note, which has no digest, by other words: some early releases made none.
    private func isUnknown(_ row: PostRow, _ file: NoteFile, in db: Database) throws -> Bool {
        try !index.knows(id: row.id, slug: row.slug, name: row.name, content: content(of: row, file), in: db)
    }

    func content(of row: PostRow, _ file: NoteFile) -> PostContent {
        PostContent(file.text, mediaType: row.mediaType)
    }

    private func pickUp(_ id: Int64) async throws -> String? {
        let time = now()
        return try await change { [self] db, _ in
            // Looked at again: it may have been a change under way.
            guard let row = try PostRow.fetch(id: id, from: db), row.deleted == nil,
                let file = try? notes.committedFile(row.filePath, in: db),
                try row.contentHash == nil ? isUnknown(row, file, in: db) : isEdited(row, file)
            else { return nil }
            let before = try Appearance(of: id, in: db)
            try take(file, for: row, at: time, in: db)
            try follow(id, was: before, in: db)
            return row.slug
        }
    }

    /// Writes down that a post has other words now, those of its file: the search finds them, and the post has been updated.
    func take(_ file: NoteFile, for row: PostRow, at time: Date, in db: Database) throws {
        let content = content(of: row, file)
        let summary = content.summary
        let words = SearchIndex.Words(name: row.name, content: content, summary: summary)
        let type = PostType(of: row.properties ?? MicroformatsProperties(), plainText: words.text, summary: summary)
        try db.execute(
            sql: "UPDATE notes SET content_hash = ?, updated_at = ?, post_type = ? WHERE id = ?",
            arguments: [file.hash.hex, revisionTime(of: row, at: time), type.rawValue, row.id]
        )
        try index.replace(id: row.id, slug: row.slug, words: words, in: db)
    }

    /// When a file was edited, for the column `updated_at`: when it was written, or came to its place where it was written
    /// before the post's last revision; never in the future.
    private func revisionTime(of row: PostRow, at time: Date) -> String {
        guard let status = fileStatus(of: row) else { return StoredTimestamp(time).text }
        let edited = status.modified > row.updated.date ? status.modified : status.changed
        return StoredTimestamp(max(row.updated.date, min(edited, time))).text
    }

    private func fileStatus(of row: PostRow) -> FileStatus? { notes.locate(row.filePath).flatMap(FileStatus.init(of:)) }
}
