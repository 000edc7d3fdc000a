/// Where a browser goes on this site after a sign-in. A value never leads to another site.
package struct ReturnPath: Sendable, Equatable, CustomStringConvertible {
    /// The path with its query, such as `/admin/edit/7?from=list`.
    package let description: String

    /// Checks a path; nil when a browser could take it for another site's address, or it is no path at all.
    ///
    /// Browsers read `//host`, `/\host`, and `/` with a tab or line end before `/host`, as addresses (WHATWG URL,
    /// section 4.4).
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 2000,
            bytes.count == 1 || bytes[1] != UInt8(ascii: "/"),
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        description = text
    }
}
