import Foundation
import Microformats

/// A file of this site's media folder, as properties of a post name it.
///
/// In the database the value begins with `media/`, without the site's address, so that it holds when the site moves;
/// outside it is a whole address.
struct MediaReference: Equatable {
    /// The path in the media folder, decoded: `2025/11/a.jpg`.
    let path: String

    init(path: String) {
        self.path = path
    }

    /// Reads a stored value; nil for any other address.
    init?(stored value: String) {
        guard value.hasPrefix("media/"), let path = String(value.dropFirst("media/".count)).removingPercentEncoding
        else { return nil }
        self.path = path
    }

    /// Reads an address of the site, whole or from its root, `http` or `https`, whatever follows `?` or `#`; nil for one that
    /// leads elsewhere.
    init?(url: String, siteURL: String) {
        guard let reference = URLReference(url), let site = URLReference(siteURL), reference.path.hasPrefix(site.path),
            (reference.scheme == nil && reference.authority == nil) || reference.isOnSameHost(as: site)
        else { return nil }
        self.init(stored: String(reference.path.dropFirst(site.path.count)))
    }

    /// The form for the database.
    var stored: String { "media/\(PathSegment.encode(path: path))" }
}
