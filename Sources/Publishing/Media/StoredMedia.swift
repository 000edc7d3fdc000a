package import GRDB
package import IndieWeb
import Microformats

/// A file in the media folder, as its row has it.
package struct StoredMedia: Sendable, Equatable, Identifiable {
    package let id: Int64
    /// The path in the media folder: `2025/11/a.jpg`.
    package let path: String
    package let mimeType: String
    package let byteCount: Int
    package let width: Int?
    package let height: Int?
    /// When it was sent last.
    package let uploaded: StoredTimestamp
    /// Which upload it was, counted from the first; the same bytes sent again count anew.
    let number: Int64
    /// What it shows, as a post that shows it says.
    package let alt: String?

    /// What uploads are in the order of.
    fileprivate static let order = "coalesce(upload_number, id)"

    static let columns = """
        id, path, mime_type, size, width, height, uploaded_at, \(order) AS number,
        (SELECT caption FROM note_media WHERE media_id = media.id AND caption <> '' LIMIT 1) AS alt
        """

    init(_ row: Row) throws {
        id = try row.decode(forColumn: "id")
        path = try row.decode(forColumn: "path")
        mimeType = try row.decode(forColumn: "mime_type")
        byteCount = try row.decode(forColumn: "size")
        width = try row.decode(forColumn: "width")
        height = try row.decode(forColumn: "height")
        uploaded = String.fromDatabaseValue(row["uploaded_at"]).flatMap(StoredTimestamp.init) ?? .unknown
        number = try row.decode(forColumn: "number")
        alt = try row.decode(forColumn: "alt")
    }

    /// A condition that holds for the upload with a file at a path, be it the upload itself or a smaller copy.
    fileprivate static let hasFile = """
        id = coalesce(
            (SELECT id FROM media WHERE path = ?),
            (SELECT media_id FROM media_variants WHERE path = ? ORDER BY media_id LIMIT 1)
        )
        """

    /// The upload with a file at a path in the media folder, be it the upload itself or a smaller copy.
    static func fetch(path: String, from database: Database) throws -> StoredMedia? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM media WHERE \(hasFile)", arguments: [path, path])
            .map(StoredMedia.init)
    }

    static func fetch(id: Int64, from database: Database) throws -> StoredMedia? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM media WHERE id = ?", arguments: [id])
            .map(StoredMedia.init)
    }

    /// Its address.
    package func url(siteURL: String) -> String { siteURL + MediaReference(path: path).stored }

    /// The file as an item of `q=source` at the media endpoint.
    package func item(siteURL: String) -> JSONObject {
        var object: JSONObject = [
            "url": .string(url(siteURL: siteURL)), "published": .string(uploaded.rfc3339),
            "mime_type": .string(mimeType), "content-type": .string(mimeType),
        ]
        object["width"] = width.map { .number(JSONNumber($0)) }
        object["height"] = height.map { .number(JSONNumber($0)) }
        object["alt"] = alt.map(JSONValue.string)
        return object
    }
}

/// A part of the uploads, the one that was sent last first, with the way to the parts beside it.
package struct MediaList: Sendable, Equatable {
    package let items: [StoredMedia]
    /// The cursor of the older part, nil where there is none.
    package let after: String?
    /// The cursor of the newer part, nil where there is none.
    package let before: String?
}

/// Finds uploads.
package struct MediaQuery: Sendable {
    private let reader: any DatabaseReader
    private let siteURL: String

    /// Queries the database of the site at an address.
    package init(reader: any DatabaseReader, siteURL: String) {
        self.reader = reader
        self.siteURL = siteURL
    }

    /// The uploads that a request of the media endpoint asks for.
    ///
    /// - Throws: ``PublishingError`` for a cursor that no answer gave.
    package func list(_ request: MicropubMediaList) async throws -> MediaList {
        let (older, newer) = (try cursor(request.after), try cursor(request.before))
        var condition = "1"
        var arguments = StatementArguments()
        if let url = request.url {
            let path = MediaReference(url: url, siteURL: siteURL)?.path
            condition += " AND \(StoredMedia.hasFile)"
            arguments += [path, path]
        }
        if let type = request.mimeType {
            // A whole type or, as `image`, its first half.
            condition += " AND (mime_type = ? OR substr(mime_type, 1, length(?)) = ?)"
            arguments += [type, "\(type)/", "\(type)/"]
        }
        let goesUp = older == nil && newer != nil
        let edge = older ?? newer ?? Int64.max
        let sql = """
            SELECT \(StoredMedia.columns) FROM media
            WHERE \(condition) AND \(StoredMedia.order) \(goesUp ? ">" : "<") ?
            ORDER BY \(StoredMedia.order) \(goesUp ? "ASC" : "DESC") LIMIT ? OFFSET ?
            """
        let offset = older == nil && newer == nil ? request.offset : 0
        return try await reader.read { [condition, arguments] db in
            var items = try Row.fetchAll(db, sql: sql, arguments: arguments + [edge, request.limit + 1, offset])
                .map(StoredMedia.init)
            let hasMore = items.count > request.limit
            items = Array(items.prefix(request.limit))
            if goesUp { items.reverse() }
            let newest = try Int64.fetchOne(
                db,
                sql: "SELECT max(\(StoredMedia.order)) FROM media WHERE \(condition)",
                arguments: arguments
            )
            let oldest = try Int64.fetchOne(
                db,
                sql: "SELECT min(\(StoredMedia.order)) FROM media WHERE \(condition)",
                arguments: arguments
            )
            return MediaList(
                items: items,
                after: (goesUp ? items.last.map { $0.number != oldest } ?? false : hasMore)
                    ? items.last.map { "\($0.number)" } : nil,
                before: items.first.flatMap { $0.number == newest ? nil : "\($0.number)" }
            )
        }
    }

    private func cursor(_ text: String?) throws -> Int64? {
        guard let text else { return nil }
        guard let number = Int64(text) else {
            throw PublishingError.unknownCursor(text)
        }
        return number
    }
}
