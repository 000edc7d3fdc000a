import GRDB
package import Logging

/// Which of the posts their owner wants to see.
package struct OwnerSelection: Sendable, Equatable {
    /// What the posts have in common.
    package enum Kind: String, Sendable, CaseIterable {
        /// All that are not deleted.
        case all
        /// Those that are not published.
        case drafts
        /// Those whose time is still to come.
        case scheduled
        /// Those for their owner alone.
        case `private`
        /// Those that were deleted and can be brought back, the last deleted first.
        case deleted
    }

    /// What the posts have in common.
    package var kind: Kind
    /// Words that all of them hold, the last one perhaps unfinished. Deleted posts cannot be searched.
    package var words: String?

    /// Creates a selection.
    package init(_ kind: Kind, words: String? = nil) {
        self.kind = kind
        self.words = words
    }
}

extension Site {
    /// A page of the owner's posts; nil for a page that does not exist.
    package func posts(
        _ selection: OwnerSelection,
        at position: PagePosition,
        limit: Int = 30,
        logger: Logger
    ) async throws -> PostPage? {
        try await posts.page(of: selection, at: position, limit: limit, logger: logger)
    }

    /// A post by its number, also when it is deleted; nil when there is none.
    ///
    /// - Throws: ``NoteFileError`` when its file cannot be read.
    package func post(id: Int64) async throws -> Post? {
        try await posts.post(id: id)
    }
}

extension PostQuery {
    func page(
        of selection: OwnerSelection,
        at position: PagePosition,
        limit: Int,
        logger: Logger
    ) async throws -> PostPage? {
        guard selection.kind != .deleted else {
            return try await deletedPosts(at: position, limit: limit, logger: logger)
        }
        let now = now()
        var filter = "1"
        var arguments = StatementArguments()
        switch selection.kind {
        case .all, .deleted: break
        case .drafts: filter = Exposure.isDraftSQL
        case .scheduled:
            filter = Exposure.isScheduledSQL
            arguments += [TimelineRows.julianDay(now)]
        case .private: filter = Exposure.isPrivateSQL
        }
        if let words = selection.words, !words.allSatisfy(\.isWhitespace) {
            guard let match = FullTextQuery.matchingAll(words) else {
                return PostPage(posts: [], newer: nil, older: nil)
            }
            filter += " AND id IN (SELECT rowid FROM notes_fts WHERE notes_fts MATCH ?)"
            arguments += [match]
        }
        let timeline = TimelineRows(of: .owner, at: now, filter: filter, arguments: arguments)
        return try await reader.read { [notes] database in
            try notes.page(of: timeline, at: position, limit: limit, in: database, logger: logger)
        }
    }

    func post(id: Int64) async throws -> Post? {
        try await reader.read { [notes] database in
            try PostRow.fetch(id: id, from: database).map { try notes.post(of: $0, in: database) }
        }
    }

    private func deletedPosts(at position: PagePosition, limit: Int, logger: Logger) async throws -> PostPage? {
        let moment = "coalesce(julianday(deleted_at), 0)"
        let (cursor, goesBack): (Int64?, Bool) =
            switch position {
            case .newest, .number: (nil, true)
            case .before(let id): (id, true)
            case .after(let id): (id, false)
            }
        return try await reader.read { [notes] database in
            func rows(beside id: Int64?, goingBack: Bool, limit: Int) throws -> [PostRow] {
                let (sign, order) = goingBack ? ("<", "DESC") : (">", "ASC")
                let bound = "(\(moment), id) \(sign) (SELECT \(moment), id FROM notes WHERE id = ?1)"
                return try Row.fetchAll(
                    database,
                    sql: """
                        SELECT \(PostRow.columns) FROM notes WHERE deleted_at IS NOT NULL AND (?1 IS NULL OR \(bound))
                        ORDER BY \(moment) \(order), id \(order) LIMIT ?2
                        """,
                    arguments: [id, limit]
                ).map(PostRow.init)
            }
            var found = try rows(beside: cursor, goingBack: goesBack, limit: limit)
            if !goesBack { found.reverse() }
            guard !found.isEmpty || cursor == nil else { return nil }
            return PostPage(
                posts: try notes.posts(of: found, in: database, logger: logger),
                newer: try found.first.flatMap {
                    try rows(beside: $0.id, goingBack: false, limit: 1).isEmpty ? nil : $0.id
                },
                older: try found.last.flatMap {
                    try rows(beside: $0.id, goingBack: true, limit: 1).isEmpty ? nil : $0.id
                }
            )
        }
    }
}
