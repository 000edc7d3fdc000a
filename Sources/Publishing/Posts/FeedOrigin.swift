import Foundation
import GRDB
import IndieWeb
import Microformats

/// What makes the ids in feeds stay what they are: a reader shows an entry with a new id as a new one.
///
/// A new post gets a `tag` URI (RFC 4151), which its row keeps. Posts of the Python releases, and of the first versions of
/// this program, are known by the addresses that they had then; those stay their ids, also when the site moves to another
/// host (the table `feed_origin` keeps the first one) and when the post gets another slug (its row keeps the address then).
enum FeedOrigin {
    /// The id of a new post, under the authority of the site.
    static func id(ofPost id: Int64, authority: String, created: Date) -> String {
        // Only a name that belonged to somebody on a day makes an id that nobody else makes.
        "tag:\(authority),\(CivilTime(created).calendarDate):note/\(id)"
    }

    /// The name of a site in the ids of its posts: its host in lower case.
    static func authority(ofSite siteURL: String) -> String {
        let host = (URLReference(siteURL)?.authority ?? "").split(separator: "@").last ?? ""
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
        return String(name).lowercased().replacing(":", with: ".")
    }

    /// The address under which the site was first served; the present one as long as it was served to nobody.
    static func url(siteURL: String, in db: Database) throws -> String {
        try String.fetchOne(db.cachedStatement(sql: "SELECT url FROM feed_origin")) ?? siteURL
    }

    /// Whether there is an address to be remembered: the first one that others can reach the site by. A site that is being
    /// tried out has none.
    static func isUnknown(siteURL: String, in db: Database) throws -> Bool {
        try !isLoopback(siteURL) && Int.fetchOne(db, sql: "SELECT 1 FROM feed_origin") == nil
    }

    /// Remembers the address of the site, unless one is known or none is to be.
    static func remember(siteURL: String, in db: Database) throws {
        guard try isUnknown(siteURL: siteURL, in: db) else { return }
        try db.execute(sql: "INSERT OR IGNORE INTO feed_origin (id, url) VALUES (1, ?)", arguments: [siteURL])
    }

    private static func isLoopback(_ url: String) -> Bool {
        let authority = URLReference(url)?.authority?.lowercased() ?? ""
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return host == "localhost" || host.hasSuffix(".localhost") || host.hasPrefix("127.") || host == "[::1]"
    }
}
