import Foundation
import GRDB
import Glibc
import Upgrade

/// Finishes, by digest, the changes of files that were committed and perhaps not made before a process died.
///
/// That a file had been put in place before proves nothing: until it is synced, a power cut or a disk that goes away can
/// take it again. So the digests alone decide, and the words of a change are kept in its row for as long.
struct FileRecovery {
    private let folders: WritableFolders
    private var dataPath: String { folders.dataPath }

    init(in folders: WritableFolders) {
        self.folders = folders
    }

    /// What was done about one file, for the log.
    enum Outcome: Equatable {
        /// The file was put in place.
        case finished(path: String)
        /// Somebody has edited the file since; their words stay, and the committed ones are in the file beside it.
        case setAside(path: String, beside: String)
        /// The file could not be written; its change stays on the list.
        case postponed(path: String, reason: String)
        /// The bytes are in no place where they could be.
        case lost(path: String)
    }

    /// The first and the last row of the list, nil when it is empty.
    static func rows(in db: Database) throws -> ClosedRange<Int64>? {
        // Each by itself is found at an end of the table; asked for both at once, SQLite goes through all of it.
        let statement = try db.cachedStatement(
            sql: "SELECT (SELECT min(id) FROM file_changes), (SELECT max(id) FROM file_changes)"
        )
        guard let row = try Row.fetchOne(statement), let first: Int64 = row[0], let last: Int64 = row[1] else {
            return nil
        }
        return first...last
    }

    /// Brings all files up to their rows and empties the list. To be run in a transaction, under ``WriterLock``.
    func run(in db: Database) throws -> [Outcome] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT id, path, old_hash, new_hash, content, staged_path FROM file_changes ORDER BY id"
        )
        var outcomes: [Outcome] = []
        // Of several changes of one file the last one counts; what the others knew of it is no hand edit.
        let byPath = Dictionary(grouping: rows) { $0["path"] as String }
        for (path, rows) in byPath.sorted(by: { $0.key < $1.key }) {
            guard let last = rows.last else { continue }
            let known = Set(rows.flatMap { [$0["old_hash"] as String?, $0["new_hash"] as String?] }.compactMap(\.self))
            do {
                let contents = rows.compactMap { $0["content"] as Data? }
                if let outcome = try finish(last, at: path, known: known, contents: contents) {
                    outcomes.append(outcome)
                }
            } catch {
                // One file that cannot be written must not keep all others from being written.
                outcomes.append(.postponed(path: path, reason: "\(error)"))
                continue
            }
            for row in rows {
                try db.execute(sql: "DELETE FROM file_changes WHERE id = ?", arguments: [row["id"] as Int64])
            }
        }
        sweepStagingFolder()
        return outcomes
    }

    private func finish(_ row: Row, at path: String, known: Set<String>, contents: [Data]) throws -> Outcome? {
        let target = "\(dataPath)/\(path)"
        if let staged: String = row["staged_path"] { return try finishMove(of: staged, to: path) }
        let bytes = FileManager.default.contents(atPath: target)
        let present = bytes.map { ContentHash(Array($0)).hex }
        guard let wanted: String = row["new_hash"] else {
            guard let present, known.isEmpty || known.contains(present) else { return nil }
            try DurableFile.remove(target)
            try DurableFile.sync(DurableFile.folder(of: target))
            return .finished(path: path)
        }
        if present == wanted {
            // It may be there for the readers only, and not be on the disk.
            try FileSync([target, DurableFile.folder(of: target)]).wait()
            return nil
        }
        let content: Data = row["content"] ?? Data()
        try folders.prepare(for: path)
        guard let bytes, let present, !known.contains(present), !contents.contains(where: { isRest(bytes, of: $0) })
        else {
            try put(content, at: target)
            return .finished(path: path)
        }
        let beside = "\(path.dropLast(path.hasSuffix(".md") ? 3 : 0)).\(wanted.prefix(8)).md"
        try put(content, at: "\(dataPath)/\(beside)")
        return .setAside(path: path, beside: beside)
    }

    /// Whether bytes are what a power cut can leave of a file that was written and not synced yet: its beginning, or
    /// zeros where the disk had no bytes.
    private func isRest(_ bytes: Data, of content: Data) -> Bool {
        bytes.count <= content.count && zip(bytes, content).allSatisfy { $0 == $1 || $0 == 0 }
    }

    private func finishMove(of staged: String, to path: String) throws -> Outcome? {
        let (source, target) = ("\(dataPath)/\(staged)", "\(dataPath)/\(path)")
        guard access(source, F_OK) == 0 else {
            guard access(target, F_OK) == 0 else { return .lost(path: path) }
            try DurableFile.sync(DurableFile.folder(of: target))
            return nil
        }
        try folders.prepare(for: path)
        try DurableFile.rename(source, to: target)
        try DurableFile.sync(DurableFile.folder(of: target))
        return .finished(path: path)
    }

    private func put(_ content: Data, at target: String) throws {
        let staged = "\(FileTransaction.stagingFolder(of: dataPath))/recovery"
        try folders.prepare(for: "notes/.staged/recovery")
        try DurableFile.write(content, to: staged)
        try DurableFile.rename(staged, to: target)
        try DurableFile.sync(DurableFile.folder(of: target))
    }

    /// Staged files are made under the lock that we hold, so whatever lies there now belongs to nobody.
    private func sweepStagingFolder() {
        let folder = FileTransaction.stagingFolder(of: dataPath)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            try? DurableFile.remove("\(folder)/\(name)")
        }
    }
}

extension FileRecovery.Outcome: CustomStringConvertible {
    /// The outcome in a sentence.
    var description: String {
        switch self {
        case .finished(let path): "finished a change of \(path) that a stop had interrupted"
        case .setAside(let path, let beside):
            "\(path) was edited by hand after a stop; the words that were being saved are in \(beside)"
        case .postponed(let path, let reason): "\(path) cannot be put in place yet: \(reason)"
        case .lost(let path): "the upload \(path) is missing: a stop interrupted it, and its file was removed"
        }
    }
}
