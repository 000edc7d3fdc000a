import Foundation
import GRDB

/// How the rows of uploads and the files in the media folder match.
struct MediaInventory {
    /// Paths in the media folder that a row names and where no file is.
    private(set) var withoutFile: [String] = []
    /// Files in the media folder that no row names.
    private(set) var withoutRow: [String] = []

    /// Compares. Tables that are not there yet have no rows.
    init(of db: Database, mediaPath: String) throws {
        var named: Set<String> = []
        for table in ["media", "media_variants"] {
            guard try db.tableExists(table), try db.columns(in: table).contains(where: { $0.name == "path" }) else {
                continue
            }
            named.formUnion(try String.fetchAll(db, sql: "SELECT path FROM \(table) WHERE typeof(path) = 'text'"))
        }
        // What is committed and not in place yet is on its way.
        named.formUnion(try FileChanges.mediaPaths(in: db))
        let files = Self.files(in: mediaPath)
        withoutFile = named.subtracting(files).sorted()
        withoutRow = files.subtracting(named).sorted()
    }

    /// Paths within the folder; uploads in flight and other hidden files are none.
    static func files(in folder: String) -> Set<String> {
        let keys: [URLResourceKey] = [.isRegularFileKey]
        let root = URL(filePath: folder).resolvingSymlinksInPath()
        let files = FileManager.default.enumerator(
            at: root,
            includingPropertiesForKeys: keys,
            options: .skipsHiddenFiles
        )
        var paths: Set<String> = []
        while let file = files?.nextObject() as? URL {
            guard (try? file.resourceValues(forKeys: Set(keys)).isRegularFile) == true else { continue }
            paths.insert(String(file.path.dropFirst(root.path.count + 1)))
        }
        return paths
    }
}
