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

    /// Brings all files up to their rows and empties ``FileChanges``. To be run in a transaction, under ``WriterLock``.
    func run(in db: Database) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        let byPath = Dictionary(grouping: try FileChanges.all(in: db), by: \.path)
        for (path, changes) in byPath.sorted(by: { $0.key < $1.key }) {
            do {
                if let outcome = try finish(changes, at: path) { outcomes.append(outcome) }
            } catch {
                // One file that cannot be written must not keep all others from being written.
                outcomes.append(.postponed(path: path, reason: "\(error)"))
                continue
            }
            try FileChanges.remove(changes.map(\.id), in: db)
        }
        sweepStagingFolder()
        return outcomes
    }

    /// Brings a file up to its changes. The last one counts; what the others knew of the file is no hand edit.
    private func finish(_ changes: [FileChange], at path: String) throws -> Outcome? {
        switch changes.last?.effect {
        case nil: nil
        case .move(let staged): try finishMove(of: staged, to: path)
        case .removal: try finishRemoval(of: path, known: changes.knownHashes)
        case .write(let content, let hash): try finishWriting(content, hash: hash, to: path, after: changes)
        }
    }

    private func finishRemoval(of path: String, known: Set<String>) throws -> Outcome? {
        let target = "\(dataPath)/\(path)"
        let present = FileManager.default.contents(atPath: target)
        if let present, !known.isEmpty, !known.contains(ContentHash(Array(present)).hex) { return nil }
        if present != nil { try DurableFile.remove(target) }
        // It may be gone for the readers only, and not from the disk.
        try FileSync([DurableFile.folder(of: target)]).wait()
        return present == nil ? nil : .finished(path: path)
    }

    private func finishWriting(
        _ content: Data,
        hash: String,
        to path: String,
        after changes: [FileChange]
    ) throws -> Outcome? {
        let target = "\(dataPath)/\(path)"
        let bytes = FileManager.default.contents(atPath: target)
        let present = bytes.map { ContentHash(Array($0)).hex }
        if present == hash {
            // It may be there for the readers only, and not be on the disk.
            try FileSync([target, DurableFile.folder(of: target)]).wait()
            return nil
        }
        try folders.prepare(for: path)
        guard let bytes, let present, !changes.knownHashes.contains(present),
            !changes.compactMap(\.content).contains(where: { isRest(bytes, of: $0) })
        else {
            try put(content, at: target)
            return .finished(path: path)
        }
        let beside = free(beside: path, for: content, hash: hash)
        try put(content, at: "\(dataPath)/\(beside)")
        return .setAside(path: path, beside: beside)
    }

    /// The path of a file beside another that holds no other words than these.
    private func free(beside path: String, for content: Data, hash: String) -> String {
        let stem = "\(path.dropLast(path.hasSuffix(".md") ? 3 : 0)).\(hash.prefix(8))"
        var (beside, number) = ("\(stem).md", 1)
        while let bytes = FileManager.default.contents(atPath: "\(dataPath)/\(beside)"), bytes != content {
            number += 1
            beside = "\(stem)_\(number).md"
        }
        return beside
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
        case .finished(let path): "finished a change of \(path) that had been interrupted"
        case .setAside(let path, let beside):
            "\(path) was edited by hand after a stop; the words that were being saved are in \(beside)"
        case .postponed(let path, let reason): "\(path) cannot be put in place yet: \(reason)"
        case .lost(let path): "the upload \(path) is missing: a stop interrupted it, and its file was removed"
        }
    }
}
