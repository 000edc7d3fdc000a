import Foundation
import IndieWeb
import Microformats

/// The address of a post: `SITE_URL/note/SLUG`.
package struct Permalink: Sendable, Equatable {
    private let siteURL: String
    /// What the address ends with, decoded.
    package let slug: String

    /// The address of a slug on a site whose address ends with `/`.
    package init(siteURL: String, slug: String) {
        self.siteURL = siteURL
        self.slug = slug
    }

    /// Reads an address of a post of the site, in its present form or that of the Python releases' Micropub (`notes/`); nil
    /// for any other address.
    ///
    /// `http` and `https` are one here: a server behind a proxy may know the site by either.
    package init?(url: String, siteURL: String) {
        guard let reference = URLReference(url), let site = URLReference(siteURL), reference.scheme != nil,
            reference.isOnSameHost(as: site), reference.path.hasPrefix(site.path)
        else { return nil }
        let parts = reference.path.dropFirst(site.path.count).split(separator: "/")
        guard parts.count == 2, parts[0] == "note" || parts[0] == "notes",
            let slug = String(parts[1]).removingPercentEncoding
        else { return nil }
        self.init(siteURL: siteURL, slug: slug)
    }

    /// The whole address: what identifies the post everywhere.
    package var url: String {
        siteURL + relativePath
    }

    /// The address within the site, without a leading `/`: `note/first-light`.
    package var relativePath: String {
        "note/\(PathSegment.encode(slug))"
    }
}

extension URLReference {
    /// Whether both lead to the same host and port, by `http` or `https`; without a scheme by that of the other.
    ///
    /// A scheme's own port is as good as none, and a host has one spelling (RFC 3986, section 6.2).
    func isOnSameHost(as other: URLReference) -> Bool {
        guard let place = hostAndPort(else: other.scheme) else { return false }
        return place == other.hostAndPort(else: nil)
    }

    /// `example.com`, `example.com:8080`; nil for what is no address of the web.
    private func hostAndPort(else otherScheme: String?) -> String? {
        guard let scheme = scheme ?? otherScheme, let authority, ["http", "https"].contains(scheme) else { return nil }
        // A host that DNS could not carry has the one spelling that it has.
        guard let address = WebAddress("\(scheme)://\(authority)/"), address.userInfo == nil else {
            return authority.lowercased()
        }
        return String(address.origin.dropFirst("\(scheme)://".utf8.count))
    }
}

/// Text on its way into one segment of an address.
enum PathSegment {
    /// The text with everything but RFC 3986's unreserved characters in percent-encoding.
    static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A path with each of its segments encoded.
    static func encode(path: String) -> String {
        path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
            .map { encode(String($0)) }
            .joined(separator: "/")
    }
}
