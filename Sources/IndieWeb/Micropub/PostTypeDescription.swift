/// What a client should ask for when it writes a kind of post (Micropub extension Query for Supported Vocabulary).
package struct PostTypeDescription: Sendable, Equatable {
    /// The kind of post.
    package var type: PostType
    /// The properties and commands that a client may offer.
    package var properties: [String]
    /// Those of them that must be filled in.
    package var requiredProperties: [String]

    /// A kind of post with what belongs to it; what every post has is added.
    package init(_ type: PostType, required: [String], optional: [String]) {
        self.type = type
        requiredProperties = required
        properties = required + optional + Self.common
    }

    /// As an item of `post-types`.
    package var json: JSONObject {
        [
            "type": .string(type.rawValue), "name": .string(type.name), "h": "entry",
            "properties": .strings(properties), "required-properties": .strings(requiredProperties),
        ]
    }

    /// The kinds that are offered to clients.
    package static let offered = [
        PostTypeDescription(.note, required: ["content"], optional: ["photo"]),
        PostTypeDescription(.article, required: ["name", "content"], optional: ["summary", "photo"]),
        PostTypeDescription(.photo, required: ["photo"], optional: ["name", "content"]),
        PostTypeDescription(.reply, required: ["in-reply-to", "content"], optional: ["photo"]),
        PostTypeDescription(.like, required: ["like-of"], optional: []),
        PostTypeDescription(.repost, required: ["repost-of"], optional: ["content"]),
        PostTypeDescription(.bookmark, required: ["bookmark-of"], optional: ["name", "content"]),
        PostTypeDescription(.rsvp, required: ["in-reply-to", "rsvp"], optional: ["content"]),
        PostTypeDescription(.checkin, required: ["checkin"], optional: ["content", "photo"]),
    ]

    private static let common = ["category", "published", "post-status", "visibility", "mp-slug"]
}

extension JSONValue {
    /// A list of strings.
    static func strings(_ texts: [String]) -> JSONValue {
        .array(texts.map(JSONValue.string))
    }
}
