/// A change to a post (Micropub, section 3.4).
package struct MicropubUpdate: Sendable, Equatable {
    /// Properties that get these values instead of what they have.
    package var replace = MicroformatsProperties()
    /// Values to add.
    package var add = MicroformatsProperties()
    /// Names of properties to remove.
    package var deletedNames: [String] = []
    /// Values to remove.
    package var deletedValues = MicroformatsProperties()
    /// The `mp-` commands, wherever in the request they stood.
    package var commands = MicropubCommands()

    /// A change that changes nothing yet.
    package init() {}

    /// The properties after the change.
    ///
    /// Deletions come first: a request that deletes a property and adds to it wants the new values alone. Names and
    /// values keep their places. Call ``MicroformatsProperties/validatePost(unlike:)`` on the result before storing it.
    /// - Parameters:
    ///   - properties: what the post has, its files named as in the update.
    ///   - categoryName: what identifies a category, however it is spelt; nil for a text that can be none.
    /// - Returns: what the post is to have.
    package func applied(
        to properties: MicroformatsProperties,
        categoryName: (String) -> String? = { $0 }
    ) -> MicroformatsProperties {
        func identity(of value: JSONValue, in name: String) -> ValueIdentity {
            if name == "category", let category = value.stringOrNumber {
                let tag = JSONValue.string(categoryName(category) ?? category)
                return value.stringValue == nil ? ValueIdentity(value.normalized, spelling: tag) : ValueIdentity(tag)
            }
            // A photo is its address, with or without a description.
            if MicroformatsProperties.files.contains(name), let address = value.mediaAddress {
                return ValueIdentity(.string(address))
            }
            return ValueIdentity(value.normalized)
        }
        var changed = properties
        for name in deletedNames where !Self.indispensable.contains(name) { changed[name] = [] }
        for name in deletedValues.names where !Self.indispensable.contains(name) {
            let gone = ValueIdentity.Known(deletedValues[name].map { identity(of: $0, in: name) })
            changed[name] = changed[name].filter { !gone.contains(identity(of: $0, in: name)) }
        }
        for name in replace.names { changed[name] = replace[name] }
        for name in add.names {
            if Self.states.contains(name) {
                changed[name] = add[name]
                continue
            }
            var known = ValueIdentity.Known(changed[name].map { identity(of: $0, in: name) })
            for value in add[name] {
                let identified = identity(of: value, in: name)
                if !known.contains(identified) {
                    known.insert(identified)
                    changed.append(value, to: name)
                } else if value.objectValue != nil {
                    // The same photo with a description: not twice, and the description counts.
                    changed[name] = changed[name].map { identity(of: $0, in: name) == identified ? value : $0 }
                }
            }
        }
        if replace["photo"].isEmpty, add["photo"].isEmpty { changed["photo"] = described(changed["photo"]) }
        return changed
    }

    /// Whether the update says anything of a property.
    package func concerns(_ name: String) -> Bool {
        deletedNames.contains(name) || [replace, add, deletedValues].contains { !$0[name].isEmpty }
    }

    /// Photos that are there with the descriptions of `mp-photo-alt`, matched by their places; where it has an empty text
    /// a photo stays as it is.
    private func described(_ photos: [JSONValue]) -> [JSONValue] {
        photos.enumerated().map { index, photo in
            guard index < commands.photoAlt.count, !commands.photoAlt[index].isEmpty else { return photo }
            var object = photo.objectValue ?? ["value": photo]
            object["alt"] = .string(commands.photoAlt[index])
            return .object(object)
        }
    }

    /// Who may see a post, and what of it: one value of each, which another takes the place of. To be sent without a value
    /// is to be a field that nobody filled in, and changes nothing.
    static let states: Set = indispensable.union(["location-visibility"])

    /// What every post has, one value of each: it can be replaced and not taken away. To go without `visibility` would be
    /// to make a private post public.
    private static let indispensable: Set<String> = ["post-status", "visibility"]

    /// Takes the raw `mp-` values and checks the whole.
    mutating func finish(_ commandValues: MicroformatsProperties) throws(MicropubError) {
        commands = try MicropubCommands(commandValues)
        if !replace["photo"].isEmpty {
            replace["photo"] = commands.describing(replace["photo"])
        } else {
            add["photo"] = commands.describing(add["photo"])
        }
        for properties in [replace, add] { try properties.refuseMisspeltStates() }
        (replace, add) = (replace.withoutForeignNames(), add.withoutForeignNames())
        try replace.validateValues()
        try add.validateValues()
        for name in Self.indispensable.sorted() {
            let isRemoved = deletedNames.contains(name) || !deletedValues[name].isEmpty
            guard !isRemoved || !replace[name].isEmpty || !add[name].isEmpty else {
                throw .invalidRequest("Every post has a \(name). It can be replaced, and not removed.")
            }
        }
        let names = replace.names.count + add.names.count + deletedNames.count + deletedValues.names.count
        let values = replace.valueCount + add.valueCount + deletedValues.valueCount + commandValues.valueCount
        guard names <= MicroformatsProperties.maximumProperties, values <= MicroformatsProperties.maximumValues else {
            throw .invalidRequest("The update names too many properties or values.")
        }
    }
}

/// What makes a value of a property the same as another one.
///
/// Numbers are the same by their value, texts by what they name. A number and a text are compared as texts, which says
/// nothing of two numbers: as tags, 1.5 and 15 are both spelt `15`.
private struct ValueIdentity: Equatable {
    /// What the value is.
    let key: JSONValue
    /// What a number is among texts; nil for all that is no number, and for one that is never a text.
    let spelling: JSONValue?

    init(_ key: JSONValue, spelling: JSONValue? = nil) {
        (self.key, self.spelling) = (key, spelling)
    }

    /// Values of one property, to find one among.
    struct Known {
        private var keys: Set<JSONValue> = []
        private var spellings: Set<JSONValue> = []

        init(_ identities: [ValueIdentity]) {
            for identity in identities { insert(identity) }
        }

        mutating func insert(_ identity: ValueIdentity) {
            keys.insert(identity.key)
            if let spelling = identity.spelling { spellings.insert(spelling) }
        }

        func contains(_ identity: ValueIdentity) -> Bool {
            keys.contains(identity.key) || spellings.contains(identity.key)
                || identity.spelling.map(keys.contains) == true
        }
    }
}
