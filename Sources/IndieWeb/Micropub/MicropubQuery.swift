/// What a GET of the Micropub endpoint asks (Micropub, section 3.7, and its extensions).
package enum MicropubQuery: Sendable, Equatable {
    /// All that a client may want to know first.
    case config
    /// Where copies can go.
    case syndicateTo
    /// The post at an address: these properties, or all of them and the type when none is named.
    case source(url: String, properties: [String])
    /// Posts, newest first.
    case sourceList(MicropubSourceList)
    /// The categories in use.
    case category(MicropubCategoryList)
    /// The channels.
    case channel
    /// The kinds of post.
    case postTypes
    /// The people in the address book, all or those that a text is found in.
    case contact(search: String?)
    /// The sites that can be written to.
    case destination
    /// The values of `visibility`.
    case visibility
    /// The values of `post-status`.
    case postStatus
    /// The address of the media endpoint.
    case mediaEndpoint

    /// Reads the query string.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`: `q` is missing or unknown, a value is not what it
    ///   should be, or an access token stands in the address.
    package init(_ form: FormURLEncoded) throws(MicropubError) {
        let parameters = try QueryParameters(form)
        switch try parameters.query() {
        case "config": self = .config
        case "syndicate-to": self = .syndicateTo
        case "source": self = try Self.source(parameters)
        case "category": self = .category(try MicropubCategoryList(parameters))
        case "channel": self = .channel
        case "post-types": self = .postTypes
        case "contact": self = .contact(search: try parameters.filter())
        case "destination": self = .destination
        case "visibility": self = .visibility
        case "post-status": self = .postStatus
        case "media-endpoint": self = .mediaEndpoint
        case let query: throw QueryParameters.unknown(query)
        }
    }

    private static func source(_ parameters: QueryParameters) throws(MicropubError) -> MicropubQuery {
        if let url = try parameters.single("url") {
            return .source(url: url, properties: parameters.list("properties"))
        }
        // A client whose variable was empty wants one post, not a list that looks like one.
        guard !parameters.has("url") else { throw .invalidRequest("The parameter url is empty.") }
        return .sourceList(try MicropubSourceList(parameters))
    }

    /// The values of `q` that are understood.
    package static let words = [
        "config", "syndicate-to", "source", "category", "channel", "post-types", "contact", "destination", "visibility",
        "post-status", "media-endpoint",
    ]
}
