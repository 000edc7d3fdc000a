import GRDB
package import IndieWeb
package import Logging

/// A part of the owner's posts, with the way to the parts beside it: what `q=source` without an address answers.
package struct PostList: Sendable, Equatable {
    /// The posts in the order that was asked for.
    package let posts: [Post]
    /// The cursor of the part that follows, nil where nothing does.
    package let after: String?
    /// The cursor of the part that precedes, nil where nothing does.
    package let before: String?
}

extension PostQuery {
    /// The owner's posts, drafts and scheduled ones included, that a list asks for; deleted ones are never among them.
    ///
    /// A cursor is a place in the timeline, not a post: the parts fit together while posts are added, and also when the
    /// post at their border is published, dated anew, deleted or purged meanwhile.
    ///
    /// - Throws: ``PublishingError`` for a cursor that no answer gave.
    package func list(_ request: MicropubSourceList, logger: Logger) async throws -> PostList {
        guard let (filter, arguments) = Self.filter(of: request) else {
            return PostList(posts: [], after: nil, before: nil)
        }
        let timeline = TimelineRows(of: .owner, at: now(), filter: filter, arguments: arguments)
        let isAscending = request.order == .ascending
        let window = Window(request)
        return try await reader.read { [notes] database in
            var rows = try timeline.fetch(window, limit: request.limit, from: database)
            if window.isBackwards { rows.reverse() }
            func isFollowed(_ row: PostRow) throws -> Bool {
                try isAscending ? timeline.has(after: row, in: database) : timeline.has(before: row, in: database)
            }
            func isPreceded(_ row: PostRow) throws -> Bool {
                try isAscending ? timeline.has(before: row, in: database) : timeline.has(after: row, in: database)
            }
            return PostList(
                posts: try notes.posts(of: rows, in: database, logger: logger),
                after: try rows.last.flatMap { try isFollowed($0) ? TimelineRows.Key($0).cursor : nil },
                before: try rows.first.flatMap { try isPreceded($0) ? TimelineRows.Key($0).cursor : nil }
            )
        }
    }

    /// A condition over the columns of `notes`; nil where it can hold for no post.
    private static func filter(of request: MicropubSourceList) -> (String, StatementArguments)? {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func add(_ condition: String, _ values: [(any DatabaseValueConvertible)?] = []) {
            conditions.append("(\(condition))")
            arguments += StatementArguments(values)
        }
        if let type = request.postType { add("post_type = ?", [type.rawValue]) }
        if let status = request.postStatus {
            add(status == .draft ? Exposure.isDraftSQL : "NOT \(Exposure.isDraftSQL)")
        }
        if let visibility = request.visibility { add("visibility = ?", [visibility.rawValue]) }
        for category in request.categories {
            guard let tag = Tag(category) else { return nil }
            add("id IN (SELECT note_id FROM note_tags JOIN tags ON tags.id = tag_id WHERE name = ?)", [tag.name])
        }
        for name in request.exists { add(Self.existence(of: name), Self.argument(of: name)) }
        for name in request.notExists { add("NOT \(Self.existence(of: name))", Self.argument(of: name)) }
        if let text = request.filter {
            guard let match = FullTextQuery.matchingAll(text) else { return nil }
            add("id IN (SELECT rowid FROM notes_fts WHERE notes_fts MATCH ?)", [match])
        }
        if let channel = request.channel, channel != MicropubTarget.mainChannel.uid { return nil }
        return (conditions.isEmpty ? "1" : conditions.joined(separator: " AND "), arguments)
    }

    /// Whether a post has a property, wherever it is kept.
    private static func existence(of name: String) -> String {
        switch name {
        // The search knows of more than the content: that of a post without words is an empty file.
        case "content":
            """
            (coalesce(content_hash, '') <> '\(ContentHash("").hex)' \
            AND EXISTS (SELECT 1 FROM notes_fts_content WHERE notes_fts_content.id = notes.id AND c2 <> ''))
            """
        case "url", "post-status", "visibility": "1"
        // A draft has no date but one that its author gave it.
        case "published": "(NOT \(Exposure.isDraftSQL) OR json_type(properties, '$.\"published\"') IS NOT NULL)"
        case "category":
            """
            (EXISTS (SELECT 1 FROM note_tags WHERE note_id = notes.id) \
            OR json_type(properties, '$."category"') IS NOT NULL)
            """
        // As ``Post/isRevised`` says; a millisecond less, for the numbers are not exact.
        case "updated":
            """
            (coalesce((julianday(updated_at) - \(TimelineRows.moment)) * 86400 >= 0.999, 0) \
            OR json_type(properties, '$."updated"') IS NOT NULL)
            """
        case "photo":
            """
            (EXISTS (SELECT 1 FROM note_media WHERE note_id = notes.id) \
            OR json_type(properties, '$."photo"') IS NOT NULL)
            """
        default: "(json_type(properties, ?) IS NOT NULL)"
        }
    }

    private static func argument(of name: String) -> [(any DatabaseValueConvertible)?] {
        // A name that no property can have would be a faulty path to SQLite.
        guard existence(of: name).contains("?") else { return [] }
        return ["$.\"\(MicroformatsProperties.isKept(name) ? name : "-")\""]
    }
}

/// Where in the owner's timeline a list begins, and which way it goes from there.
private struct Window {
    /// The place beside which the list begins, as an answer named it; nil for an end of the timeline.
    let cursor: String?
    /// Whether it goes towards older posts.
    let goesBack: Bool
    /// Whether its rows come in the reverse of the order that was asked for.
    let isBackwards: Bool
    let offset: Int

    init(_ request: MicropubSourceList) {
        cursor = request.after ?? request.before
        isBackwards = request.after == nil && request.before != nil
        goesBack = (request.order == .descending) != isBackwards
        offset = cursor == nil ? request.offset : 0
    }
}

extension TimelineRows {
    fileprivate func fetch(_ window: Window, limit: Int, from database: Database) throws -> [PostRow] {
        let end = window.goesBack ? Key.afterAll : Key.beforeAll
        let key = try window.cursor.map { try place($0, in: database) } ?? end
        return window.goesBack
            ? try older(than: key, limit: limit, offset: window.offset, from: database)
            : try newer(than: key, limit: limit, offset: window.offset, from: database)
    }

    /// The place that a cursor names. Earlier releases gave out the id of the post there.
    private func place(_ cursor: String, in database: Database) throws -> Key {
        if let key = Key(cursor: cursor) { return key }
        guard let id = Int64(cursor), let key = try key(of: id, in: database) else {
            throw PublishingError.unknownCursor(cursor)
        }
        return key
    }
}

extension MicropubTarget {
    /// The one channel of the site.
    package static let mainChannel = MicropubTarget(uid: "default", name: "Posts")
}
