import GRDB

/// A change is committed before its file is in place. Until then its words are read from where it wrote them down.
extension NoteFolder {
    /// The file of a note as it was committed, perhaps by an earlier change of the same transaction, unless somebody has
    /// edited it by hand meanwhile.
    func committedFile(_ storedPath: String, in database: Database) throws -> NoteFile {
        let changes = try FileChanges.writes(to: storedPath, in: database)
        guard let content = changes.last?.content else { return try read(storedPath) }
        if let present = try? read(storedPath), !changes.knownHashes.contains(present.hash.hex) { return present }
        return NoteFile(path: storedPath, bytes: Array(content))
    }

    /// The words of a post, as its row means them, or a page of the old words would be kept as one of the new. A file that
    /// was edited by hand counts.
    func text(of row: PostRow, in database: Database) throws -> String {
        do {
            let file = try read(row.filePath)
            guard let wanted = row.contentHash, file.hash.hex != wanted.lowercased() else { return file.text }
            return try committedFile(row.filePath, in: database).text
        } catch NoteFileError.missing {
            return try committedFile(row.filePath, in: database).text
        }
    }
}
