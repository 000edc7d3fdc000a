/// A request for a new post (Micropub, section 3.3): an `h-entry`, the one kind that is taken.
package struct MicropubCreate: Sendable, Equatable {
    /// The properties of the post, without commands and reserved names.
    package var properties: MicroformatsProperties
    /// The `mp-` commands that came with it.
    package var commands: MicropubCommands
    /// The files that came with it and have no address yet: see ``resolving(uploads:)``.
    package internal(set) var uploads: [MicropubUpload] = []

    /// A new post of these properties, not yet checked.
    package init(properties: MicroformatsProperties, commands: MicropubCommands = MicropubCommands()) {
        (self.properties, self.commands) = (properties, commands)
    }

    /// A checked new post of properties and raw `mp-` values, as every form of request ends up.
    ///
    /// Descriptions meet their photos before empty fields go, so that the places still fit.
    init(properties: MicroformatsProperties, commandValues: MicroformatsProperties) throws(MicropubError) {
        commands = try MicropubCommands(commandValues)
        try properties.withoutEmptyTexts().refuseMisspeltStates()
        var described = properties.withoutForeignNames()
        // Where a post is, is not for a new one to say.
        described["url"] = []
        described["photo"] = commands.describing(properties["photo"])
        // What was said twice was said once.
        for name in MicroformatsProperties.singleValued where Set(described[name]).count == 1 {
            described[name] = [described[name][0]]
        }
        self.properties = described.withoutEmptyTexts()
        guard commandValues.valueCount <= MicroformatsProperties.maximumValues else {
            throw .invalidRequest("More than \(MicroformatsProperties.maximumValues) values of commands.")
        }
        try self.properties.validatePost()
    }

    /// The same post with the addresses of the files that came with it, each in its place.
    ///
    /// - Parameter addresses: where the files are, by their numbers.
    /// - Returns: the post, whole.
    package func resolving(uploads addresses: [String]) -> MicropubCreate {
        var resolved = self
        resolved.uploads = []
        for upload in uploads where addresses.indices.contains(upload.number) {
            let address = JSONValue.string(addresses[upload.number])
            var values = resolved.properties[upload.property]
            guard values.indices.contains(upload.position) else { continue }
            if var described = values[upload.position].objectValue {
                described["value"] = address
                values[upload.position] = .object(described)
            } else {
                values[upload.position] = address
            }
            resolved.properties[upload.property] = values
        }
        return resolved
    }

    /// The same post as a draft: all that a token with the scope `draft` alone may make.
    package func asDraft() -> MicropubCreate {
        var draft = self
        draft.properties["post-status"] = [.string(PostStatus.draft.rawValue)]
        return draft
    }
}
