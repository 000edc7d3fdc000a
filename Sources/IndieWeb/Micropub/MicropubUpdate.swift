/// A change to a post (Micropub, section 3.4).
package struct MicropubUpdate: Sendable, Equatable {
    /// The address of the post.
    package var url: String
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

    /// A change to the post at an address that changes nothing yet.
    package init(url: String) {
        self.url = url
    }

    /// The properties after the change.
    ///
    /// Deletions come first: a request that deletes a property and adds to it wants the new values alone. Names and
    /// values keep their places. Call ``MicroformatsProperties/validatePost()`` on the result before storing it.
    package func applied(to properties: MicroformatsProperties) -> MicroformatsProperties {
        var changed = properties
        for name in deletedNames { changed[name] = [] }
        for name in deletedValues.names {
            let gone = Set(deletedValues[name].map { Self.identity(of: $0, in: name) })
            changed[name] = changed[name].filter { !gone.contains(Self.identity(of: $0, in: name)) }
        }
        for name in replace.names { changed[name] = replace[name] }
        for name in add.names {
            var known = Set(changed[name].map { Self.identity(of: $0, in: name) })
            for value in add[name] {
                let identity = Self.identity(of: value, in: name)
                if known.insert(identity).inserted {
                    changed.append(value, to: name)
                } else if value.objectValue != nil {
                    // The same photo with a description: not twice, and the description counts.
                    changed[name] = changed[name].map { Self.identity(of: $0, in: name) == identity ? value : $0 }
                }
            }
        }
        return changed
    }

    /// What makes two values of a property the same: a photo is its address, with or without a description.
    private static func identity(of value: JSONValue, in name: String) -> JSONValue {
        guard ["photo", "video", "audio"].contains(name), let address = value.plainText else { return value }
        return .string(address)
    }

    /// Takes the raw `mp-` values and checks the whole.
    mutating func finish(_ commandValues: MicroformatsProperties) throws(MicropubError) {
        commands = try MicropubCommands(commandValues)
        if !replace["photo"].isEmpty {
            replace["photo"] = commands.describing(replace["photo"])
        } else {
            add["photo"] = commands.describing(add["photo"])
        }
        try replace.validateValues()
        try add.validateValues()
        for name in deletedNames + deletedValues.names where !MicroformatsProperties.isName(name) {
            throw .invalidRequest("\"\(name.prefix(64))\" is not the name of a microformats property.")
        }
        let names = replace.names.count + add.names.count + deletedNames.count + deletedValues.names.count
        let values = replace.valueCount + add.valueCount + deletedValues.valueCount + commandValues.valueCount
        guard names <= MicroformatsProperties.maximumProperties, values <= MicroformatsProperties.maximumValues else {
            throw .invalidRequest("The update names too many properties or values.")
        }
    }
}
