/// A request for a new post (Micropub, section 3.3).
package struct MicropubCreate: Sendable, Equatable {
    /// The microformats2 type; always `h-entry`, the one kind that is taken.
    package var type = "h-entry"
    /// The properties of the post, without commands and reserved names.
    package var properties: MicroformatsProperties
    /// The `mp-` commands that came with it.
    package var commands: MicropubCommands

    /// A new post of these properties, not yet checked.
    package init(properties: MicroformatsProperties, commands: MicropubCommands = MicropubCommands()) {
        (self.properties, self.commands) = (properties, commands)
    }

    /// A checked new post of properties and raw `mp-` values, as every form of request ends up.
    ///
    /// Descriptions meet their photos before empty fields go, so that the places still fit.
    init(properties: MicroformatsProperties, commandValues: MicroformatsProperties) throws(MicropubError) {
        commands = try MicropubCommands(commandValues)
        var described = properties.withoutForeignNames()
        // Where a post is, is not for a new one to say.
        described["url"] = []
        described["photo"] = commands.describing(properties["photo"])
        self.properties = described.withoutEmptyTexts()
        guard commandValues.valueCount <= MicroformatsProperties.maximumValues else {
            throw .invalidRequest("More than \(MicroformatsProperties.maximumValues) values of commands.")
        }
        try self.properties.validatePost()
    }

    /// The same post as a draft: all that a token with the scope `draft` alone may make.
    package func asDraft() -> MicropubCreate {
        var draft = self
        draft.properties["post-status"] = [.string(PostStatus.draft.rawValue)]
        return draft
    }
}
