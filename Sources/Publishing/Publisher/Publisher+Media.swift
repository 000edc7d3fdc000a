import Foundation
import GRDB
import IndieWeb
import Upgrade

extension Publisher {
    /// Makes an upload fit to publish and stores it, wholly or not at all. The same bytes a second time give the file that
    /// is there, and bring back what was lost of it, or add the smaller copies that could not be made before.
    ///
    /// - Returns: the address of the file.
    /// - Throws: ``ImageRefusal`` for what is no image that can be published.
    package func store(_ upload: MediaUpload) async throws -> String {
        let hash = upload.digest
        if let path = try await renewed(hash) { return url(of: path) }
        let images: ProcessedImage
        do {
            images = try await processor.process(
                upload: upload.path,
                into: "\(configuration.dataPath)/\(upload.folder)",
                name: upload.name
            )
        } catch let refusal as ImageRefusal {
            // What was taken by the rules of an earlier release is there, and stays.
            guard let path = try await renewed(hash, needsCopies: false) else { throw refusal }
            return url(of: path)
        }
        let time = StoredTimestamp(now()).text
        let (folder, originalName) = (upload.folder, upload.originalName)
        let (path, staged) = try await changes.perform { [self] db, files in
            let media: EarlierUpload
            if let earlier = try EarlierUpload(of: hash, in: db, dataPath: configuration.dataPath) {
                try renew(earlier, at: time, in: db)
                media = earlier
            } else {
                media = try insert(images, named: originalName, hash: hash, at: time, in: db)
            }
            return (media.path, try complete(media, with: images, from: folder, at: time, in: db, files: files))
        }
        // What could not be put in its place yet is still needed.
        if staged.contains(where: { FileManager.default.fileExists(atPath: "\(configuration.dataPath)/\($0)") }) {
            upload.keep()
        }
        return url(of: path)
    }

    private func url(of path: String) -> String { configuration.siteURL + MediaReference(path: path).stored }

    /// The path of the upload with these bytes, if its file is there, with all smaller copies that it should have unless
    /// they do not matter; it is the newest from now on.
    private func renewed(_ hash: String, needsCopies: Bool = true) async throws -> String? {
        let find = { @Sendable [self] (db: Database) in
            try EarlierUpload(of: hash, in: db, dataPath: configuration.dataPath).flatMap { earlier in
                let isWhole = needsCopies ? earlier.isWhole(canMakeCopies: processor.hasDecoder) : earlier.isThere
                return isWhole ? earlier : nil
            }
        }
        guard try await reader.read(find) != nil else { return nil }
        let time = StoredTimestamp(now()).text
        return try await changes.perform { [self] db, _ in
            guard let earlier = try find(db) else { return nil }
            try renew(earlier, at: time, in: db)
            return earlier.path
        }
    }

    private static let nextNumber = "(SELECT coalesce(max(coalesce(upload_number, id)), 0) + 1 FROM media)"

    private func renew(_ earlier: EarlierUpload, at time: String, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE media SET uploaded_at = ?, upload_number = \(Self.nextNumber), unused_since = NULL WHERE id = ?
                """,
            arguments: [time, earlier.id]
        )
    }

    /// Makes the row of a new upload.
    private func insert(
        _ images: ProcessedImage,
        named originalName: String,
        hash: String,
        at time: String,
        in db: Database
    ) throws -> EarlierUpload {
        let name = images.original.name
        let path = "\(time.prefix(4))/\(time.dropFirst(5).prefix(2))/\(name)"
        try db.execute(
            sql: """
                INSERT INTO media (filename, original_name, path, mime_type, size, uploaded_at, source_hash, upload_number)
                VALUES (?, ?, ?, ?, ?, ?, ?, \(Self.nextNumber))
                """,
            arguments: [
                name, originalName.isEmpty ? name : originalName, path, images.mimeType, images.original.byteCount,
                time,
                hash,
            ]
        )
        return EarlierUpload(id: db.lastInsertedRowID, path: path)
    }

    /// Puts the files of an upload in their places, as far as they are not there already, and writes down what they are.
    ///
    /// - Returns: the paths where they wait, relative to the data folder.
    private func complete(
        _ media: EarlierUpload,
        with images: ProcessedImage,
        from folder: String,
        at time: String,
        in db: Database,
        files: FileTransaction
    ) throws -> [String] {
        var staged: [String] = []
        func put(_ file: ProcessedImage.File, as kind: String, at path: String) throws {
            try db.execute(
                sql: """
                    INSERT INTO media_variants (media_id, variant_type, path, width, height, size_bytes, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (media_id, variant_type) DO UPDATE SET path = excluded.path, width = excluded.width,
                        height = excluded.height, size_bytes = excluded.size_bytes, created_at = excluded.created_at
                    """,
                arguments: [media.id, kind, path, file.width, file.height, file.byteCount, time]
            )
            try files.move("\(folder)/\(file.name)", to: "media/\(path)", in: db)
            staged.append("\(folder)/\(file.name)")
        }
        if !media.isThere {
            let file = images.original
            try db.execute(
                sql: "UPDATE media SET size = ?, width = ?, height = ? WHERE id = ?",
                arguments: [file.byteCount, file.width, file.height, media.id]
            )
            try put(file, as: "original", at: media.path)
        }
        for (kind, file) in images.variants where !media.copies.contains(kind) {
            try put(file, as: kind.rawValue, at: media.path(of: kind))
        }
        return staged
    }
}
