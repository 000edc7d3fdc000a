import Foundation
import GRDB
import Synchronization
import Upgrade

/// The file side of one change: staged before its rows are committed, in force right after.
///
/// Each file is also written down in ``FileChanges``, words and all, in the same transaction as the rows. So the
/// commit decides about rows and files alike: killed before it, nothing has changed; killed after it, ``FileRecovery``
/// finishes. The file itself is synced a little later, before its row is taken off the table.
final class FileTransaction: Sendable {
    private struct Step {
        /// The id of its ``FileChange``.
        let id: Int64
        /// The file that waits, nil for a removal.
        let staged: String?
        /// True for one that waits in the staging folder, to be removed if it comes to nothing.
        var isOwn: Bool
        let path: String
    }

    private let folders: WritableFolders
    private let steps = Mutex<[Step]>([])

    init(in folders: WritableFolders) {
        self.folders = folders
    }

    deinit {
        reset()
    }

    /// Where files wait that are about to take the place of another.
    static func stagingFolder(of dataPath: String) -> String { "\(NoteFolder.path(in: dataPath))/.staged" }

    /// The ids of its ``FileChanges``.
    var ids: [Int64] { steps.withLock { $0.map(\.id) } }

    /// Forgets all steps, whose rows were rolled back.
    func reset() {
        let steps = steps.withLock { steps in
            defer { steps = [] }
            return steps
        }
        for step in steps where step.isOwn {
            // One that took effect is not there any more.
            if let staged = step.staged { try? DurableFile.remove(staged) }
        }
    }

    /// Writes a file; `path` is relative to the data folder, `old` the digest of what is there now, nil for a new file.
    func write(_ bytes: [UInt8], to path: String, replacing old: ContentHash?, in db: Database) throws {
        let content = Data(bytes)
        let id = try FileChanges.record(.write(content, hash: ContentHash(bytes).hex), of: path, was: old, in: db)
        let staged = "\(Self.stagingFolder(of: folders.dataPath))/\(id)"
        add(Step(id: id, staged: staged, isOwn: true, path: path))
        try folders.prepare(for: "notes/.staged/\(id)")
        try folders.prepare(for: path)
        try DurableFile.write(content, to: staged, isSynced: false)
    }

    /// Puts a file that is synced already, in another folder of the data folder, in its place. Both paths are relative.
    func move(_ staged: String, to path: String, in db: Database) throws {
        let id = try FileChanges.record(.move(from: staged), of: path, was: nil, in: db)
        add(Step(id: id, staged: "\(folders.dataPath)/\(staged)", isOwn: false, path: path))
        try folders.prepare(for: path)
    }

    /// Removes a file; `old` is the digest of what is there now, nil where that does not matter.
    func remove(_ path: String, was old: ContentHash?, in db: Database) throws {
        let id = try FileChanges.record(.removal, of: path, was: old, in: db)
        add(Step(id: id, staged: nil, isOwn: false, path: path))
    }

    /// Makes sure that a file can be removed, for whoever must not be told that it is gone while it is not.
    ///
    /// - Throws: `SystemCallError`.
    func prepareRemoval(of path: String) throws { try folders.prepareRemoval(of: path) }

    private func add(_ step: Step) { steps.withLock { $0.append(step) } }

    /// Puts the files of several changes in place, in their order. To be called after the commit.
    ///
    /// - Returns: the paths of files and folders that are to be synced before the changes may be forgotten.
    /// - Throws: `SystemCallError`.
    static func takeEffect(_ transactions: [FileTransaction]) throws -> Set<String> {
        var unsynced: Set<String> = []
        for transaction in transactions {
            // Nothing is to be taken back from here on.
            let steps = transaction.steps.withLock { steps in
                defer { for index in steps.indices { steps[index].isOwn = false } }
                return steps
            }
            for step in steps {
                let path = "\(transaction.folders.dataPath)/\(step.path)"
                if let staged = step.staged {
                    try DurableFile.rename(staged, to: path)
                    if step.isOwn { unsynced.insert(path) }
                } else {
                    try DurableFile.remove(path)
                }
                unsynced.insert(DurableFile.folder(of: path))
            }
        }
        return unsynced
    }
}
