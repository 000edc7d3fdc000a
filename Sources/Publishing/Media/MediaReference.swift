import Foundation

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

    /// Reads an address of the site; nil for one that leads elsewhere.
    init?(url: String, siteURL: String) {
        guard url.hasPrefix(siteURL) else { return nil }
        self.init(stored: String(url.dropFirst(siteURL.count)))
    }

    /// The form for the database.
    var stored: String { "media/\(PathSegment.encode(path: path))" }

    /// The properties whose values are files.
    static let properties = ["photo", "video", "audio", "featured"]
}
