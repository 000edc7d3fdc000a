package import Foundation
import GRDB
import IndieWeb
import Upgrade

extension Publisher {
    /// Seconds for which an upload that no post shows is kept: a client uploads first, and its author may take a while.
    package static let graceForUnusedMedia: TimeInterval = 7 * 86_400

    /// Makes an upload fit to publish and stores it, wholly or not at all. The same bytes a second time give the file that
    /// is there.
    ///
    /// - Returns: the address of the file.
    /// - Throws: ``ImageRefusal`` for what is no image that can be published.
    package func store(_ upload: MediaUpload) async throws -> String {
        let hash = upload.digest
        if let path = try await renewedDuplicate(of: hash) { return url(of: path) }
        let images = try await processor.process(
            upload: upload.path,
            into: "\(configuration.dataPath)/\(upload.folder)",
            name: upload.name
        )
        let time = StoredTimestamp(now()).text
        let month = "\(time.prefix(4))/\(time.dropFirst(5).prefix(2))"
        let (folder, originalName) = (upload.folder, upload.originalName)
        let path = try await change { [self] db, files in
            if let path = try duplicate(of: hash, in: db) { return path }
            let path = "\(month)/\(images.original.name)"
            // A row whose file has been lost makes room for the new one.
            try db.execute(sql: "UPDATE media SET source_hash = NULL WHERE source_hash = ?", arguments: [hash])
            try db.execute(
                sql: """
                    INSERT INTO media (filename, original_name, path, mime_type, size, width, height, uploaded_at,
                        source_hash)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    images.original.name, originalName.isEmpty ? images.original.name : originalName, path,
                    images.mimeType, images.original.byteCount, images.original.width, images.original.height, time,
                    hash,
                ]
            )
            let id = db.lastInsertedRowID
            try files.move("\(folder)/\(images.original.name)", to: "media/\(path)", in: db)
            for (kind, file) in [("original", images.original)] + images.variants.map({ ($0.kind.rawValue, $0.file) }) {
                try db.execute(
                    sql: """
                        INSERT INTO media_variants (media_id, variant_type, path, width, height, size_bytes, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [id, kind, "\(month)/\(file.name)", file.width, file.height, file.byteCount, time]
                )
                if kind != "original" {
                    try files.move("\(folder)/\(file.name)", to: "media/\(month)/\(file.name)", in: db)
                }
            }
            return path
        }
        if !FileManager.default.fileExists(atPath: "\(configuration.mediaPath)/\(path)") { upload.keep() }
        return url(of: path)
    }

    /// Removes an upload and everything that was made of it.
    ///
    /// - Throws: ``PublishingError`` when there is no such upload, or a post shows it.
    package func deleteMedia(url address: String) async throws {
        try await change { [self] db, files in
            guard let path = MediaReference(url: address, siteURL: configuration.siteURL)?.path,
                let media = try StoredMedia.fetch(path: path, from: db)
            else { throw PublishingError.unknownMedia(address) }
            guard try !MediaUse(notes: notes).isUsed(media, in: db) else { throw PublishingError.mediaInUse(address) }
            try remove(media, in: db, files: files)
        }
    }

    /// Removes uploads that no post has shown since a moment. Files of the Python releases are left alone.
    ///
    /// - Returns: their paths in the media folder.
    package func sweepMedia(uploadedBefore moment: Date) async throws -> [String] {
        try await change { [self] db, files in
            let candidates = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(StoredMedia.columns) FROM media WHERE source_hash IS NOT NULL AND uploaded_at < ?
                    AND NOT EXISTS (SELECT 1 FROM note_media WHERE media_id = media.id)
                    """,
                arguments: [StoredTimestamp(moment).text]
            ).map(StoredMedia.init)
            guard !candidates.isEmpty else { return [] }
            let use = MediaUse(notes: notes)
            let unused = try candidates.filter { try !use.isUsed($0, in: db) }
            for media in unused { try remove(media, in: db, files: files) }
            return unused.map(\.path)
        }
    }

    private func url(of path: String) -> String { configuration.siteURL + MediaReference(path: path).stored }

    private func remove(_ media: StoredMedia, in db: Database, files: FileTransaction) throws {
        let variants = try String.fetchAll(
            db,
            sql: "SELECT path FROM media_variants WHERE media_id = ?",
            arguments: [media.id]
        )
        for path in Set(variants + [media.path]) where Self.isWithinMedia(path) {
            try files.remove("media/\(path)", was: nil, in: db)
        }
        try db.execute(sql: "DELETE FROM media_variants WHERE media_id = ?", arguments: [media.id])
        try db.execute(sql: "DELETE FROM media WHERE id = ?", arguments: [media.id])
    }

    /// Rows of old releases were never checked; a path must not lead out of the folder.
    private static func isWithinMedia(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != ".." && $0 != "."
        }
    }

    /// The upload with these bytes that is there; one that no post shows is as new again.
    private func renewedDuplicate(of hash: String) async throws -> String? {
        guard try await reader.read({ [self] db in try duplicate(of: hash, in: db) }) != nil else { return nil }
        let time = StoredTimestamp(now()).text
        return try await change { [self] db, _ in
            guard let path = try duplicate(of: hash, in: db) else { return nil }
            try db.execute(
                sql: """
                    UPDATE media SET uploaded_at = ? WHERE path = ?
                    AND NOT EXISTS (SELECT 1 FROM note_media WHERE media_id = media.id)
                    """,
                arguments: [time, path]
            )
            return path
        }
    }

    private func duplicate(of hash: String, in db: Database) throws -> String? {
        let path = try String.fetchOne(db, sql: "SELECT path FROM media WHERE source_hash = ?", arguments: [hash])
        return path.flatMap { FileManager.default.fileExists(atPath: "\(configuration.mediaPath)/\($0)") ? $0 : nil }
    }
}

/// Tells whether any post, deleted ones included, shows or links to an upload.
struct MediaUse {
    let notes: NoteFolder

    func isUsed(_ media: StoredMedia, in db: Database) throws -> Bool {
        let name = MediaReference(path: media.path).stored
        let isKnown = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM note_media WHERE media_id = ?1)
                OR EXISTS (SELECT 1 FROM notes WHERE instr(properties, ?2))
                OR EXISTS (SELECT 1 FROM notes_fts_content WHERE instr(c2, ?2))
                """,
            arguments: [media.id, name]
        )
        if isKnown == true { return true }
        // The search index holds neither the addresses within HTML nor the words of deleted posts.
        let paths = try String.fetchCursor(
            db,
            sql: "SELECT file_path FROM notes WHERE content_type = 'text/html' OR deleted_at IS NOT NULL"
        )
        while let path = try paths.next() {
            if let text = try? notes.read(path).text, text.contains(name) { return true }
        }
        return false
    }
}
