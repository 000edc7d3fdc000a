import Algorithms
import Foundation
import GRDB
import IndieWeb

extension Publisher {
    /// Takes note of files that were edited by hand: the search finds the new words, and the post has been updated.
    ///
    /// - Returns: the slugs of the posts.
    /// - Throws: what the database says.
    package func pickUpHandEdits() async throws -> [String] {
        var nothing = SeenFiles()
        return try await pickUpHandEdits(since: &nothing)
    }

    /// The same, and files that are as they were at an earlier look are not read.
    ///
    /// - Parameter earlier: what that look has left; this look takes its place unless it throws.
    /// - Returns: the slugs of the posts.
    /// - Throws: what the database says.
    package func pickUpHandEdits(since earlier: inout SeenFiles) async throws -> [String] {
        var slugs: [String] = []
        var seen = SeenFiles(at: now())
        try await forEachBatch { rows in
            for id in try await edited(among: rows, since: earlier, noting: &seen) {
                if let slug = try await pickUp(id) { slugs.append(slug) }
            }
        }
        earlier = seen
        return slugs
    }

    /// Takes note of files that were moved or renamed by hand, or by a change that a restored backup does not know: a
    /// file that no post names, with the very words of a post whose file is gone, is that post's.
    ///
    /// - Returns: the slugs of the posts.
    /// - Throws: what the database says.
    package func pickUpMovedFiles() async throws -> [String] {
        var lost: [String: [Int64]] = [:]
        try await forEachBatch { rows in
            let gone = await BlockingWork.run { [notes] in rows.filter { notes.locate($0.filePath) == nil } }
            for row in gone {
                if let hash = row.contentHash?.lowercased() { lost[hash, default: []].append(row.id) }
            }
        }
        guard !lost.isEmpty else { return [] }
        let dataPath = configuration.dataPath
        let inventory = try await reader.read { db in
            try NoteInventory(of: db, dataPath: dataPath, comparingContent: false)
        }
        var found: [String: [String]] = [:]
        for paths in inventory.withoutRow.chunks(ofCount: Self.batchSize) {
            let hashes = try await step {
                await BlockingWork.run { [notes] in paths.map { (try? notes.read($0))?.hash.hex } }
            }
            for case (let path, let hash?) in zip(paths, hashes) where lost[hash] != nil {
                found[hash, default: []].append(path)
            }
        }
        var slugs: [String] = []
        // Where two have the same words, nobody can tell which is whose.
        for (hash, ids) in lost {
            guard ids.count == 1, let paths = found[hash], paths.count == 1 else { continue }
            if let slug = try await move(ids[0], to: paths[0]) { slugs.append(slug) }
        }
        return slugs
    }

    private func move(_ id: Int64, to path: String) async throws -> String? {
        try await changes.perform { [self] db, _ in
            // Looked at again: it may have been a change under way.
            guard let row = try PostRow.fetch(id: id, from: db),
                (try? notes.committedFile(row.filePath, in: db)) == nil,
                let file = try? notes.committedFile(path, in: db), !isEdited(row, file),
                try Int.fetchOne(db, sql: "SELECT 1 FROM notes WHERE file_path = ?", arguments: [path]) == nil
            else { return nil }
            try db.execute(sql: "UPDATE notes SET file_path = ? WHERE id = ?", arguments: [path, id])
            let appearance = try Appearance(of: row, in: db)
            try follow(from: appearance, to: appearance, in: db)
            return row.slug
        }
    }

    /// How many rows or files are looked at in one step.
    private static let batchSize = 20

    /// Looks at every post that is not deleted, some at a time.
    private func forEachBatch(_ body: ([PostRow]) async throws -> Void) async throws {
        var last: Int64? = Int64.min
        while let start = last {
            last = try await step {
                let batch = try await reader.read { db in
                    try Row.fetchAll(
                        db,
                        sql: """
                            SELECT \(PostRow.columns) FROM notes WHERE deleted_at IS NULL AND id > ? ORDER BY id LIMIT ?
                            """,
                        arguments: [start, Self.batchSize]
                    ).map(PostRow.init)
                }
                try await body(batch)
                return batch.last?.id
            }
        }
    }

    /// Takes a step of a long work and rests nine times as long: that is a tenth of a processor, for somebody may be reading
    /// or writing meanwhile.
    private func step<Result>(_ body: () async throws -> Result) async throws -> Result {
        let start = ContinuousClock.now
        let result = try await body()
        try await Task.sleep(for: (ContinuousClock.now - start) * 9)
        return result
    }

    /// Those of the posts whose files have other words now, by their ids. Files that are as they were at an earlier look are
    /// not read.
    private func edited(
        among rows: [PostRow],
        since earlier: SeenFiles,
        noting seen: inout SeenFiles
    ) async throws -> [Int64] {
        let candidates: [(row: PostRow, file: NoteFile)]
        (candidates, seen) = await BlockingWork.run { [self, seen] in
            var seen = seen
            let candidates = rows.compactMap { row -> (row: PostRow, file: NoteFile)? in
                if isUnchanged(row, since: earlier, noting: &seen) { return nil }
                guard let file = try? notes.read(row.filePath), row.contentHash == nil || isEdited(row, file) else {
                    return nil
                }
                return (row, file)
            }
            return (candidates, seen)
        }
        guard !candidates.isEmpty else { return [] }
        return try await reader.read { [self] db in
            try candidates.filter { try $0.row.contentHash != nil || isUnknown($0.row, $0.file, in: db) }.map(\.row.id)
        }
    }

    private func isUnchanged(_ row: PostRow, since earlier: SeenFiles, noting seen: inout SeenFiles) -> Bool {
        guard let path = notes.locate(row.filePath) else { return false }
        return seen.isUnchanged(path, since: earlier)
    }

    /// Whether a file has other words than when its post was last written or looked at.
    func isEdited(_ row: PostRow, _ file: NoteFile) -> Bool {
        file.hash.hex != row.contentHash?.lowercased()
    }

    /// Whether the search knows a note, which has no digest, by other words: some early releases made none.
    private func isUnknown(_ row: PostRow, _ file: NoteFile, in db: Database) throws -> Bool {
        try !index.knows(id: row.id, slug: row.slug, words: words(of: row, file), in: db)
    }

    func words(of row: PostRow, _ file: NoteFile) -> PostWords {
        row.words(PostContent(file.text, mediaType: row.mediaType))
    }

    private func pickUp(_ id: Int64) async throws -> String? {
        let time = now()
        return try await changes.perform { [self] db, _ in
            // Looked at again: it may have been a change under way.
            guard let row = try PostRow.fetch(id: id, from: db), row.deleted == nil,
                let file = try? notes.committedFile(row.filePath, in: db),
                try row.contentHash == nil ? isUnknown(row, file, in: db) : isEdited(row, file)
            else { return nil }
            try take(file, for: row, at: time, in: db)
            let appearance = try Appearance(of: row, in: db)
            try follow(from: appearance, to: appearance, in: db)
            return row.slug
        }
    }

    /// Writes down that a post has other words now, those of its file: the search finds them, and the post has been updated.
    func take(_ file: NoteFile, for row: PostRow, at time: Date, in db: Database) throws {
        let words = words(of: row, file)
        try db.execute(
            sql: "UPDATE notes SET content_hash = ?, updated_at = ?, post_type = ?, properties = ? WHERE id = ?",
            arguments: [
                file.hash.hex, revisionTime(of: row, at: time), words.type.rawValue,
                row.properties(besideEdited: file.text)?.stored, row.id,
            ]
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

extension PostRow {
    /// The properties beside words that somebody has edited: without the plain form that came with the former ones.
    fileprivate func properties(besideEdited text: String) -> MicroformatsProperties? {
        guard var properties, let frame = properties.first("content")?.objectValue else { return properties }
        let content = PostContent(text, mediaType: mediaType, frame: frame).replacingText(by: text)
        properties["content"] = content.frame.map { [.object($0)] } ?? []
        return properties
    }
}
