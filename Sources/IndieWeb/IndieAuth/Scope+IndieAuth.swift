extension Scope {
    /// Name, address and photo (IndieAuth, section 5.3.4).
    package static let profile = "profile"
    /// The e-mail address; asked for only together with `profile` (IndieAuth, section 5.3.4).
    package static let email = "email"

    /// The words that mean something here; others are shown to the owner and kept.
    package static let supported = [
        "create", "draft", "update", "delete", "undelete", "media", profile, email, "read", "introspect",
    ]

    /// Whether every word is in another scope too.
    package func isWithin(_ other: Scope) -> Bool { words.allSatisfy(other.contains) }

    /// The words that are in another scope too, in the order of this one.
    package func within(_ other: Scope) -> Scope { Scope(words.filter(other.contains).joined(separator: " ")) }

    /// Whether a text is a list of scope words: printable ASCII without `"` and `\` (RFC 6749, section 3.3).
    package static func isWellFormed(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
}
