package import Foundation
import GRDB
import IndieWeb
import Logging
import Upgrade

extension Publisher {
    /// Seconds for which an upload that nothing shows is kept: a client uploads first, and its author may take a while; and
    /// who takes a picture out of a post may want it back.
    package static let graceForUnusedMedia: TimeInterval = 7 * 86_400

    /// Removes an upload and everything that was made of it.
    ///
    /// - Parameter address: the address of the upload, or of a smaller copy of it.
    /// - Throws: ``PublishingError`` when there is no such upload, or something shows it.
    package func deleteMedia(url address: String) async throws {
        var isDone = false
        while !isDone {
            let id = try await reader.read { [self] db in try upload(at: address, in: db).id }
            let search = try await search(for: [id])
            isDone = try await changes.perform { [self] db, files in
                var search = search
                let media = try upload(at: address, in: db)
                guard media.id == id, try search.catchUp(in: db) else { return false }
                guard try !search.isUsed(id, in: db) else { throw PublishingError.mediaInUse(address) }
                try remove(media, in: db, files: files)
                return true
            }
        }
    }

    private func upload(at address: String, in db: Database) throws -> StoredMedia {
        guard let path = MediaReference(url: address, siteURL: configuration.siteURL)?.path,
            let media = try StoredMedia.fetch(path: path, from: db)
        else { throw PublishingError.unknownMedia(address) }
        return media
    }

    /// Removes uploads that nothing has shown since a moment, and takes note of which nothing shows now. So none is removed
    /// that no earlier sweep has found unused. Files of the Python releases are left alone.
    ///
    /// - Returns: their paths in the media folder.
    package func sweepMedia(unusedBefore moment: Date) async throws -> [String] {
        let candidates = try await reader.read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM media WHERE source_hash IS NOT NULL
                    AND (unused_since IS NOT NULL OR NOT EXISTS (SELECT 1 FROM note_media WHERE media_id = media.id))
                    """
            )
        }
        guard !candidates.isEmpty else { return [] }
        // Nobody waits for it, and somebody may be reading or writing.
        let search = try await search(for: candidates, restingFor: 9)
        let (time, limit) = (StoredTimestamp(now()).text, StoredTimestamp(moment).text)
        return try await changes.perform { [self] db, files in
            var search = search
            // The next sweep will know.
            guard try search.catchUp(in: db) else { return [] }
            let known = try Row.fetchAll(db, sql: "SELECT id, unused_since FROM media WHERE source_hash IS NOT NULL")
            let unusedSince = Dictionary(uniqueKeysWithValues: known.map { ($0[0] as Int64, $0[1] as String?) })
            var removed: [String] = []
            for id in candidates {
                guard let since = unusedSince[id] else { continue }
                if try search.isUsed(id, in: db) {
                    if since != nil { try note(nil, of: id, in: db) }
                } else if since == nil {
                    try note(time, of: id, in: db)
                } else if let since, since < limit, let media = try StoredMedia.fetch(id: id, from: db) {
                    do {
                        try remove(media, in: db, files: files)
                        removed.append(media.path)
                    } catch let error as SystemCallError {
                        logger.warning("an upload that nothing shows stays: \(error)")
                    }
                }
            }
            return removed
        }
    }

    private func search(for ids: [Int64], restingFor pace: Int = 0) async throws -> MediaUseSearch {
        try await MediaUseSearch(
            for: ids,
            in: reader,
            notes: notes,
            dataPath: configuration.dataPath,
            restingFor: pace
        )
    }

    private func note(_ time: String?, of id: Int64, in db: Database) throws {
        try db.cachedStatement(sql: "UPDATE media SET unused_since = ? WHERE id = ?").execute(arguments: [time, id])
    }

    /// Removes rows and files.
    ///
    /// - Throws: `SystemCallError` where a file cannot be removed, for it would still be served.
    private func remove(_ media: StoredMedia, in db: Database, files: FileTransaction) throws {
        let variants = try String.fetchAll(
            db,
            sql: "SELECT path FROM media_variants WHERE media_id = ?",
            arguments: [media.id]
        )
        let paths = Set(variants + [media.path]).filter(Self.isWithinMedia).map { "media/\($0)" }
        for path in paths { try files.prepareRemoval(of: path) }
        for path in paths { try files.remove(path, was: nil, in: db) }
        try db.execute(sql: "DELETE FROM media_variants WHERE media_id = ?", arguments: [media.id])
        try db.execute(sql: "DELETE FROM media WHERE id = ?", arguments: [media.id])
    }

    /// Rows of old releases were never checked; a path must not lead out of the folder.
    private static func isWithinMedia(_ path: String) -> Bool {
        path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != ".." && $0 != "."
        }
    }
}
