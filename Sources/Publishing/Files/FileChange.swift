import Foundation
import GRDB

/// What a change makes of one file: a row of the table `file_changes`.
struct FileChange {
    /// What becomes of a file.
    enum Effect {
        /// It holds these bytes, whose digest is the given one.
        case write(Data, hash: String)
        /// A file takes its place that is synced already; its path is relative to the data folder.
        case move(from: String)
        /// It goes.
        case removal
    }

    let id: Int64
    /// The path of the file, relative to the data folder.
    let path: String
    /// The digest of what was there before; nil where nothing was, or where it does not matter.
    let oldHash: String?
    let effect: Effect

    static let columns = "id, path, old_hash, new_hash, content, staged_path"

    /// Reads a row of ``columns``.
    init(_ row: Row) {
        id = row["id"]
        path = row["path"]
        oldHash = row["old_hash"]
        if let staged: String = row["staged_path"] {
            effect = .move(from: staged)
        } else if let hash: String = row["new_hash"] {
            effect = .write(row["content"] ?? Data(), hash: hash)
        } else {
            effect = .removal
        }
    }

    /// The bytes that the file holds afterwards, where the row has them.
    var content: Data? {
        if case .write(let content, _) = effect { content } else { nil }
    }

    /// The digest of the file afterwards, where the row has it.
    var newHash: String? {
        if case .write(_, let hash) = effect { hash } else { nil }
    }
}

extension Sequence<FileChange> {
    /// The digests that the changes of one file know of it. While it has one of them, nobody has edited it by hand.
    var knownHashes: Set<String> { Set(flatMap { [$0.oldHash, $0.newHash] }.compactMap(\.self)) }
}
