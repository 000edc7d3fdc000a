import Microformats

extension MicroformatsProperties {
    /// Checks the properties of a whole post: each value, and that the post says something.
    ///
    /// An update can make a sound post unsound, so its result is to be checked like a new post. It must not show a place
    /// that was hidden, either, by taking `location-visibility` away.
    /// - Parameter former: what the post had before. Values that it had are not checked again, and what said nothing may go
    ///   on so, for a post that was taken by former rules must not be refused a change of something else.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package func validatePost(unlike former: MicroformatsProperties? = nil) throws(MicropubError) {
        try validateCounts()
        for name in names where former?[name] != self[name] {
            try validateValues(of: name, unlike: former?[name] ?? [])
        }
        if self["location-visibility"].isEmpty, former?["location-visibility"].isEmpty == false {
            throw .invalidRequest("The location-visibility of a post can be replaced, and not removed.")
        }
        guard hasSubstance || former?.hasSubstance == false else {
            throw .invalidRequest("The post says nothing: it has no content, name, photo or the like.")
        }
    }

    /// Whether there is more than circumstances.
    private var hasSubstance: Bool {
        names.contains { Self.isName($0) && !Self.circumstances.contains($0) && saysSomething($0) }
    }

    /// Whether a property has a value that is not blank.
    private func saysSomething(_ name: String) -> Bool {
        self[name].contains { value in
            switch name {
            case "checkin", "location": Place(value) != nil || Self.describesPlace(value)
            case "content": !(MicropubContent(value)?.source ?? "").isBlank
            // An object that has no plain text may say a lot all the same.
            default: value.readableText.map { !$0.isBlank } ?? true
            }
        }
    }

    /// Whether an object says anything of a place, in properties that are not shown: it was sent for somebody to keep.
    private static func describesPlace(_ value: JSONValue) -> Bool {
        guard let details = value.details, !details.isEmpty, value.plainText == nil else { return false }
        return details.names.contains { name in
            name != "type" && details[name].contains { holdsWords($0) }
        }
    }

    private static func holdsWords(_ value: JSONValue) -> Bool {
        if let items = value.arrayValue { return items.contains { holdsWords($0) } }
        if let object = value.objectValue {
            return object.members.contains { $0.name != "type" && holdsWords($0.value) }
        }
        // An address of a point that cannot be read says nothing.
        return value.plainText.map { !$0.isBlank && !GeoURI.isScheme(of: $0) } ?? false
    }

    /// When and for whom a post is, who wrote it and what it is filed under, and what else pages with a form send:
    /// nothing that a post could consist of. A property that nobody here knows may be all that there is (MP-027).
    private static let circumstances: Set = [
        "published", "updated", "post-status", "visibility", "location-visibility", "category", "url", "uid", "author",
        "submit", "button", "commit", "csrf", "csrf-token", "nonce", "utf8",
    ]

    /// The properties that name another post.
    private static let references: Set = ["in-reply-to", "like-of", "repost-of", "bookmark-of"]

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

    private func validateValues(of name: String, unlike former: [JSONValue] = []) throws(MicropubError) {
        guard Self.isKept(name) else { throw .invalidRequest("\(shortened(name)) cannot be the name of a property.") }
        guard self[name].count == 1 || !Self.singleValued.contains(name) else {
            throw .invalidRequest("The property \(name) can have only one value.")
        }
        for value in self[name] where !former.contains(value) {
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
            if value.mediaAddress.map(isHarmless) != true {
                return "A \(name) must be an address, or an object with value or url, and alt."
            }
        case "name", "summary":
            if value.readableText == nil {
                return "The property \(name) must be a text, or an object with html, text or value."
            }
        case "rsvp":
            if value.readableText.map(PostType.isAnswer) != true { return "rsvp must be yes, no, maybe or interested." }
        case _ where references.contains(name):
            if !isReference(value) {
                return "A value of \(name) must be an address, or an object with url, uid, name or content."
            }
        default: break
        }
        return nil
    }

    /// Whether a value names another post, in whatever way: a whole address of any scheme, one without a scheme, a text, or
    /// an object. What a browser would run, or what leads to no host of the web, names none.
    private static func isReference(_ value: JSONValue) -> Bool {
        let details = value.details
        let addresses = ([value.plainText] + ["url", "uid"].map { details?.text($0) }).compactMap(\.self)
        guard addresses.allSatisfy(isHarmless) else { return false }
        let texts = addresses + ["name", "content"].compactMap { details?.text($0) }
        return texts.contains { !$0.isBlank }
    }

    private static func isHarmless(_ address: String) -> Bool {
        guard let reference = URLReference(address), let scheme = reference.scheme else { return true }
        switch scheme {
        case "javascript", "data", "vbscript": return false
        case "http", "https": return reference.isWebAddress
        default: return true
        }
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
