/// What the server tells clients about itself: the answer to `q=config`, whole and in parts (Micropub, section 3.7.1).
package struct MicropubConfiguration: Sendable, Equatable {
    /// The full address of the media endpoint.
    package var mediaEndpoint: String
    /// Where copies can go.
    package var syndicateTo: [MicropubTarget] = []
    /// The values of `q` that are answered.
    package var queries = MicropubQuery.words
    /// The commands that are obeyed, without their `mp-`.
    package var commands = ["slug", "photo-alt", "syndicate-to", "destination", "channel"]
    /// The properties that mean something here; others are kept and given back.
    package var properties = [
        "name", "content", "summary", "category", "published", "updated", "photo", "video", "audio", "syndication",
        "in-reply-to", "like-of", "repost-of", "bookmark-of", "rsvp", "checkin", "location", "post-status",
        "visibility", "location-visibility",
    ]
    /// The kinds of post; Micropublish and others read them from `q=config`.
    package var postTypes = PostTypeDescription.offered
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

    /// The answer to `q=config`.
    package var json: JSONObject {
        [
            "media-endpoint": .string(mediaEndpoint),
            "syndicate-to": Self.list(syndicateTo),
            "q": .strings(queries),
            "mp": .strings(commands),
            "properties": .strings(properties),
            "post-types": .array(postTypes.map { .object($0.json) }),
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
