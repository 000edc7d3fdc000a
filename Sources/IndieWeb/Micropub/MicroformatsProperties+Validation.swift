extension MicroformatsProperties {
    /// Whether a text can be the name of a property: 1 to 64 of `a` to `z`, `0` to `9` and `-`, a letter first.
    package static func isName(_ text: String) -> Bool {
        guard (1...64).contains(text.utf8.count), let first = text.utf8.first, (0x61...0x7A).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        }
    }

    /// Checks the properties of a whole post: each value, and that the post says something.
    ///
    /// An update can make a sound post unsound, so its result is to be checked like a new post.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package func validatePost() throws(MicropubError) {
        try validateValues()
        guard names.contains(where: { !Self.circumstances.contains($0) && saysSomething($0) }) else {
            throw .invalidRequest("The post says nothing: it has no content, name, photo or the like.")
        }
    }

    /// Whether a property has a value that a reader can be shown.
    private func saysSomething(_ name: String) -> Bool {
        self[name].contains { value in
            // An object that has no plain text may say a lot all the same.
            guard let text = name == "content" ? MicropubContent(value)?.source : value.plainText else { return true }
            return text.unicodeScalars.contains { !$0.properties.isWhitespace }
        }
    }

    /// When, where and for whom a post is, and what it is filed under: nothing that a post could consist of. A property that
    /// nobody here knows may be all that there is.
    private static let circumstances: Set = [
        "published", "updated", "post-status", "visibility", "location-visibility", "category", "url", "uid", "author",
    ]

    /// The same properties without those whose names can be none: a field of a page's form, such as its button, is no
    /// reason to lose the post (MP-027).
    func withoutForeignNames() -> MicroformatsProperties {
        var own = MicroformatsProperties()
        for name in names where Self.isName(name) { own[name] = self[name] }
        return own
    }

    /// Checks each value on its own, for a post or for a part of an update.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    func validateValues() throws(MicropubError) {
        guard names.count <= Self.maximumProperties else {
            throw .invalidRequest("More than \(Self.maximumProperties) properties.")
        }
        guard valueCount <= Self.maximumValues else { throw .invalidRequest("More than \(Self.maximumValues) values.") }
        for name in names {
            guard Self.isName(name) else {
                throw .invalidRequest("\(shortened(name)) is not the name of a microformats property.")
            }
            let values = self[name]
            guard values.count == 1 || !Self.singleValued.contains(name) else {
                throw .invalidRequest("The property \(name) can have only one value.")
            }
            for value in values {
                if let fault = Self.fault(of: value, in: name) { throw .invalidRequest(fault) }
            }
        }
    }

    /// What is wrong with a value of a property, nil when nothing is.
    private static func fault(of value: JSONValue, in name: String) -> String? {
        if value.isNull || value.arrayValue != nil { return "A value of \(name) must be a text or an object." }
        switch name {
        case "content":
            if MicropubContent(value) == nil { return "The content must be a text, or an object with html or value." }
        case "published", "updated":
            if value.plainText.flatMap(ISO8601.init) == nil {
                return "The property \(name) must be a date such as 2025-11-18T20:10:00+01:00."
            }
        case "post-status":
            if value.stringValue.flatMap(PostStatus.init) == nil { return "post-status must be published or draft." }
        case "visibility":
            if value.stringValue.flatMap(Visibility.init) == nil {
                return "visibility must be public, unlisted or private."
            }
        case "photo", "video", "audio":
            if value.plainText == nil { return "A \(name) must be an address, or an object with value and alt." }
        default: break
        }
        return nil
    }

    /// The longest a name from outside may be within a message.
    private func shortened(_ name: String) -> String {
        "\"\(name.prefix(64))\""
    }

    /// The same properties without empty texts: that is how a form sends the fields that nobody filled in.
    func withoutEmptyTexts() -> MicroformatsProperties {
        var filled = MicroformatsProperties()
        for name in names { filled[name] = self[name].filter { $0 != .string("") } }
        return filled
    }

    /// How many properties one request may name.
    package static let maximumProperties = 100
    /// How many values one request may have.
    package static let maximumValues = 1000

    private static let singleValued: Set = ["content", "name", "published", "updated", "post-status", "visibility"]
}
