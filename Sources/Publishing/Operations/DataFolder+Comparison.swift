import GRDB
import Glibc
import Upgrade

/// How rows, files and the search index match.
private struct Comparison {
    var notes: NoteInventory
    /// Ids of notes that the index does not know by their words.
    var stale: [Int64] = []

    var isEmpty: Bool { notes.isEmpty && stale.isEmpty }
}

extension DataFolder {
    /// Compares rows and files, on a read-only connection.
    package func inventory(comparingContent: Bool) throws -> NoteInventory {
        let comparison = try history.read(database) { db in
            Comparison(notes: try NoteInventory(of: db, dataPath: path, comparingContent: comparingContent))
        }
        return try settled(comparison).notes
    }

    /// Compares rows, files and their content, and the search index with the files.
    ///
    /// - Parameter index: the index, nil for one that cannot be read.
    /// - Returns: how rows and files match, and the ids of notes that the index knows by words that are not theirs. Those
    ///   whose files were edited by hand are not among them.
    /// - Throws: `UpgradeError`.
    func compare(with index: SearchIndex?) throws -> (notes: NoteInventory, stale: [Int64]) {
        let comparison = try history.read(database) { db in
            Comparison(
                notes: try NoteInventory(of: db, dataPath: path, comparingContent: true),
                stale: try index?.staleRows(db) ?? []
            )
        }
        let result = try settled(comparison)
        let edited = Set(result.notes.edited.map(\.id))
        return (result.notes, result.stale.filter { !edited.contains($0) })
    }

    /// Looks again at what differs, a few times: a server at work may have changed a note between a look at its row, which
    /// is as it was when the look began, and one at its file.
    private func settled(_ first: Comparison) throws -> Comparison {
        var comparison = first
        for _ in 0..<Self.looksAgain where !comparison.isEmpty {
            usleep(Self.pause)
            let index = SearchIndex(notes: NoteFolder(dataPath: path))
            comparison = try history.read(database) { [comparison] db in
                var next = comparison
                try next.notes.confirm(by: db, dataPath: path)
                next.stale = try index.staleRows(among: next.stale, db)
                return next
            }
        }
        return comparison
    }

    private static let looksAgain = 3
    /// Microseconds: longer than it takes to rename the files of a commit.
    private static let pause: UInt32 = 50_000
}
