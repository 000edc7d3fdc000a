import Microformats

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
    /// - Parameter former: what the post had before. Values that it had are not checked again, for a post that was taken by
    ///   former rules must not be refused a change of something else.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package func validatePost(unlike former: MicroformatsProperties? = nil) throws(MicropubError) {
        try validateCounts()
        for name in names where former?[name] != self[name] { try validateValues(of: name) }
        guard names.contains(where: { Self.substance.contains($0) && saysSomething($0) }) else {
            throw .invalidRequest("The post says nothing: it has no content, name, photo or the like.")
        }
    }

    /// Whether a property has a value that a reader can be shown.
    private func saysSomething(_ name: String) -> Bool {
        self[name].contains { value in
            switch name {
            case "location", "checkin": return Place(value) != nil
            case "content":
                let source = MicropubContent(value)?.source ?? ""
                return source.unicodeScalars.contains { !$0.properties.isWhitespace }
            default:
                // An object that has no plain text may say a lot all the same.
                return value.plainText?.unicodeScalars.contains { !$0.properties.isWhitespace } ?? true
            }
        }
    }

    /// What pages show of a post, and so what a post can consist of. Other properties are kept beside it (MP-027): alone they
    /// would make an empty page, and their author would wonder where the words are.
    private static let substance = references.union([
        "content", "name", "summary", "photo", "video", "audio", "rsvp", "checkin", "location",
    ])

    /// The properties that name another post.
    private static let references: Set<String> = ["in-reply-to", "like-of", "repost-of", "bookmark-of"]

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
        try validateCounts()
        for name in names { try validateValues(of: name) }
    }

    private func validateCounts() throws(MicropubError) {
        guard names.count <= Self.maximumProperties else {
            throw .invalidRequest("More than \(Self.maximumProperties) properties.")
        }
        guard valueCount <= Self.maximumValues else { throw .invalidRequest("More than \(Self.maximumValues) values.") }
    }

    private func validateValues(of name: String) throws(MicropubError) {
        guard Self.isName(name) else {
            throw .invalidRequest("\(shortened(name)) is not the name of a microformats property.")
        }
        guard self[name].count == 1 || !Self.singleValued.contains(name) else {
            throw .invalidRequest("The property \(name) can have only one value.")
        }
        for value in self[name] {
            if let fault = Self.fault(of: value, in: name) { throw .invalidRequest(fault) }
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
        case "location-visibility":
            if value.stringValue.flatMap(LocationVisibility.init) == nil {
                return "location-visibility must be public, protected or private."
            }
        case "photo", "video", "audio":
            if value.plainText == nil { return "A \(name) must be an address, or an object with value and alt." }
        case "name", "summary", "rsvp":
            if value.plainText == nil { return "The property \(name) must be a plain text." }
        case "location", "checkin":
            if let text = value.plainText, GeoURI.isScheme(of: text), GeoURI(text) == nil {
                return "A geo: address must be as geo:52.1,4.5 is, latitude first."
            }
        case _ where references.contains(name):
            if !isReference(value) {
                return "A value of \(name) must be a whole address, or an object with url or name."
            }
        default: break
        }
        return nil
    }

    /// Whether a value names another post: by an address, of the web or of what there is beside it, or by an object.
    private static func isReference(_ value: JSONValue) -> Bool {
        let details = value.objectValue?["properties"]?.objectValue.map { MicroformatsProperties($0) }
        if details?.text("name")?.contains(where: { !$0.isWhitespace }) == true { return true }
        guard let address = details?.text("url") ?? value.plainText, let reference = URLReference(address) else {
            return false
        }
        return reference.scheme != nil && reference.authority?.isEmpty == false
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

    /// The properties that can have only one value.
    static let singleValued: Set = [
        "content", "name", "published", "updated", "post-status", "visibility", "location-visibility",
    ]
}
