import Foundation
import GRDB

/// An upload with the same bytes that came before, and what is there of it.
struct EarlierUpload {
    /// Its row.
    let id: Int64
    /// The path of its file in the media folder, which no repetition changes.
    let path: String
    /// Whether that file is there.
    private(set) var isThere = false
    /// The smaller copies whose files are there.
    private(set) var copies: Set<ImageVariant> = []
    /// Whether a row names a smaller copy whose file is gone.
    private var hasLostCopies = false
    /// Whether it is large enough for a smaller copy.
    private var allowsCopies = false

    /// One whose row was just made, and of which nothing is there yet.
    init(id: Int64, path: String) {
        self.id = id
        self.path = path
    }

    /// The upload of which this is the digest; nil where there is none.
    init?(of hash: String, in db: Database, dataPath: String) throws {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT id, path, width, height FROM media WHERE source_hash = ?",
            arguments: [hash]
        )
        guard let row else { return nil }
        self.init(id: row[0], path: row[1])
        isThere = try Self.isThere(path, in: db, dataPath: dataPath)
        if let width: Int = row[2], let height: Int = row[3] {
            allowsCopies = ImageVariant.allCases.contains { $0.fits(width: width, height: height) }
        }
        let variants = try Row.fetchAll(
            db,
            sql: "SELECT variant_type, path FROM media_variants WHERE media_id = ?",
            arguments: [id]
        )
        for variant in variants {
            guard let kind = ImageVariant(rawValue: variant[0]) else { continue }
            if try Self.isThere(variant[1], in: db, dataPath: dataPath) {
                copies.insert(kind)
            } else {
                hasLostCopies = true
            }
        }
    }

    /// Whether another look at the bytes can add nothing: all of its files are there, and it has smaller copies, unless it is
    /// too small for them or there is nothing to make them with.
    func isWhole(canMakeCopies: Bool) -> Bool {
        isThere && !hasLostCopies && (!copies.isEmpty || !allowsCopies || !canMakeCopies)
    }

    /// Where a smaller copy of it lies, in the media folder.
    func path(of variant: ImageVariant) -> String {
        let name = path.prefix { $0 != "." }
        return "\(name)_\(variant.rawValue)\(path.dropFirst(name.count))"
    }

    /// Whether a file of the media folder is in its place, or waits to be put there: a change of the same transaction may have
    /// brought it.
    private static func isThere(_ path: String, in db: Database, dataPath: String) throws -> Bool {
        if FileManager.default.fileExists(atPath: "\(dataPath)/media/\(path)") { return true }
        let staged = try FileChanges.stagedPaths(for: "media/\(path)", in: db)
        return staged.contains { FileManager.default.fileExists(atPath: "\(dataPath)/\($0)") }
    }
}
