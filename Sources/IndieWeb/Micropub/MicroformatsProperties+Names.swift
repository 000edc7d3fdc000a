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
    /// be seen, or a space. What is no ``isName(_:)`` is never shown, and no post consists of it.
    ///
    /// Brackets are how a form writes lists, and a path of SQLite cannot name what has quotes or backslashes.
    package static func isKept(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x20...0x7E).contains($0) && !#""\[]"#.utf8.contains($0) }
    }

    /// The same properties without those whose names cannot be kept: what nobody here knows is no reason to lose the post
    /// (MP-027).
    func withoutForeignNames() -> MicroformatsProperties {
        var own = MicroformatsProperties()
        for name in names where Self.isKept(name) { own[name] = self[name] }
        return own
    }
}
