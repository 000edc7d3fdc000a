package import Upgrade

extension Publisher {
    /// Makes the search index anew where it is damaged, and fills it from the notes' files.
    ///
    /// - Parameters:
    ///   - history: the schema, which knows the index.
    ///   - progress: told how many notes are done, and how many there are.
    /// - Throws: what the database says.
    package func reindex(
        mendingBy history: SchemaHistory,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws {
        try changes.performNow { [index] db, _ in
            try history.mendFullTextIndexes(in: db)
            try index.fill(db, progress: progress)
        }
    }
}
