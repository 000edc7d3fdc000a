/// What the server tells clients about itself: the answer to `q=config`, whole and in parts (Micropub, section 3.7.1).
package struct MicropubConfiguration: Sendable, Equatable {
    /// The full address of the media endpoint.
    package let mediaEndpoint: String
    /// The categories in use.
    package var categories: [String] = []
    /// The channels.
    package var channels: [MicropubTarget] = []
    /// The sites that can be written to.
    package var destinations: [MicropubTarget] = []

    /// A server with a media endpoint and nothing to choose from.
    package init(mediaEndpoint: String) {
        self.mediaEndpoint = mediaEndpoint
    }

    /// The commands that are obeyed, without their `mp-`.
    private static let commands = ["slug", "photo-alt", "syndicate-to", "destination", "channel"]
    /// The properties that mean something here; others are kept and given back.
    private static let properties = [
        "name", "content", "summary", "category", "published", "updated", "photo", "video", "audio", "syndication",
        "in-reply-to", "like-of", "repost-of", "bookmark-of", "rsvp", "checkin", "location", "post-status",
        "visibility", "location-visibility",
    ]

    /// The answer to `q=config`. Nowhere do copies go from here, so that `syndicate-to` is empty; Micropublish and others
    /// read the kinds of post from `post-types`.
    package var json: JSONObject {
        [
            "media-endpoint": .string(mediaEndpoint),
            "syndicate-to": [],
            "q": .strings(MicropubQuery.words),
            "mp": .strings(Self.commands),
            "properties": .strings(Self.properties),
            "post-types": .array(PostTypeDescription.offered.map { .object($0.json) }),
            "categories": .strings(categories),
            "channels": Self.list(channels),
            "destination": Self.list(destinations),
            "visibility": .strings(Visibility.allCases.map(\.rawValue)),
            "post-status": .strings(PostStatus.allCases.map(\.rawValue)),
        ]
    }

    /// The answer to a query about the server, nil for one about posts or people.
    package func json(for query: MicropubQuery) -> JSONObject? {
        switch query {
        case .config: json
        case .syndicateTo: part("syndicate-to")
        case .category(let list): ["categories": .strings(list.selected(from: categories))]
        case .channel: part("channels")
        case .postTypes: part("post-types")
        case .destination: part("destination")
        case .visibility: part("visibility")
        case .postStatus: part("post-status")
        case .mediaEndpoint: part("media-endpoint")
        case .source, .sourceList, .contact: nil
        }
    }

    private func part(_ name: String) -> JSONObject {
        var object = JSONObject()
        object[name] = json[name]
        return object
    }

    private static func list(_ targets: [MicropubTarget]) -> JSONValue {
        .array(targets.map { .object($0.json) })
    }
}
