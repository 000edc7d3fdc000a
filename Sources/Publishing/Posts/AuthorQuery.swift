import Foundation
package import GRDB
import Microformats

/// Reads who the author is.
package struct AuthorQuery: Sendable {
    private let reader: any DatabaseReader
    private let me: String
    private let fallbackName: String?

    /// Queries a database for the profile of an identity.
    ///
    /// - Parameters:
    ///   - reader: the site's database.
    ///   - me: the owner's identity, a URL.
    ///   - fallbackName: what to call the author when no profile was ever found.
    package init(reader: any DatabaseReader, me: String, fallbackName: String?) {
        self.reader = reader
        self.me = me
        self.fallbackName = fallbackName
    }

    /// The author as the profile says; without one, the name from the settings or the host of the identity.
    package func author() async throws -> Author {
        let row = try await reader.read { [me] database in
            try ProfileRow.fetchOne(
                database,
                sql: "SELECT name, photo, url, note, rel_me_links FROM author_profile WHERE me = ?",
                arguments: [me]
            )
        }
        let host = URLReference(me)?.authority ?? me
        return Author(
            name: row?.name?.nonEmpty ?? fallbackName?.nonEmpty ?? host,
            url: row?.url.flatMap(Self.webAddress) ?? me,
            photoURL: row?.photo.flatMap(Self.webAddress),
            note: row?.note?.nonEmpty,
            relMe: row?.links.compactMap(Self.webAddress) ?? []
        )
    }

    /// The address, unless following it would do something else than visit a page: profiles come from the outside web.
    private static func webAddress(_ text: String) -> String? {
        guard let reference = URLReference(text), reference.isWebAddress else { return nil }
        return reference.description
    }
}

/// A row of `author_profile`.
private struct ProfileRow: FetchableRecord {
    let name: String?
    let photo: String?
    let url: String?
    let note: String?
    let links: [String]

    init(row: Row) throws {
        name = try row.decode(forColumn: "name")
        photo = try row.decode(forColumn: "photo")
        url = try row.decode(forColumn: "url")
        note = try row.decode(forColumn: "note")
        let json = try row.decode(String?.self, forColumn: "rel_me_links") ?? "[]"
        links = (try? JSONDecoder().decode([String].self, from: Data(json.utf8))) ?? []
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
