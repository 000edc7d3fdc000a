extension MicroformatsProperties {
    /// Whether a text is formed as the names of microformats2 are: 1 to 64 of `a` to `z`, `0` to `9` and `-`, a letter first.
    package static func isName(_ text: String) -> Bool {
        guard (1...64).contains(text.utf8.count), let first = text.utf8.first, (0x61...0x7A).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        }
    }

    /// Whether a property of this name is kept and given back, whatever it may mean: 1 to 255 characters of ASCII that can
    /// be seen, or a space within. What is no ``isName(_:)`` is never shown, and no post consists of it.
    ///
    /// Brackets are how a form writes lists, and a path of SQLite cannot name what has quotes or backslashes.
    package static func isKept(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count) && !name.hasPrefix(" ") && !name.hasSuffix(" ")
            && name.utf8.allSatisfy { (0x20...0x7E).contains($0) && !#""\[]"#.utf8.contains($0) }
    }

    /// A name without what its spellings differ in: capitals, and all that is neither letter nor digit.
    static func folded(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// Refuses properties that can only mean who may see a post, or when, and have other names: `Visibility`,
    /// `post_status`. To keep them as unknown ones would be to show what its author wants hidden.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    func refuseMisspeltStates() throws(MicropubError) {
        for name in names {
            let folded = Self.folded(name)
            guard let meant = Self.exposing.first(where: { Self.folded($0) == folded }), meant != name else { continue }
            throw .invalidRequest("\"\(name.prefix(64))\" is no property; its name is \(meant).")
        }
    }

    /// The properties that say who may see a post, what of it, and from when.
    private static let exposing = ["visibility", "post-status", "location-visibility", "published"]

    /// The same properties without those whose names cannot be kept: what nobody here knows is no reason to lose the post
    /// (MP-027).
    func withoutForeignNames() -> MicroformatsProperties {
        var own = MicroformatsProperties()
        for name in names where Self.isKept(name) { own[name] = self[name] }
        return own
    }
}
