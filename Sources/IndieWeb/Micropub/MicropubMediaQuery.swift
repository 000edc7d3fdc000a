/// What a GET of the media endpoint asks (Micropub extensions on the media endpoint).
package enum MicropubMediaQuery: Sendable, Equatable {
    /// What the endpoint can do.
    case config
    /// Files, newest first.
    case source(MicropubMediaList)
    /// The file that was uploaded last.
    case last

    /// Reads the query string.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package init(_ form: FormURLEncoded) throws(MicropubError) {
        let parameters = try QueryParameters(form)
        switch try parameters.query() {
        case "config": self = .config
        case "source": self = .source(try MicropubMediaList(parameters))
        case "last": self = .last
        case let query: throw QueryParameters.unknown(query)
        }
    }

    /// The values of `q` that are understood.
    package static let words = ["config", "source", "last"]

    /// The answer to `q=config`: the queries, and the properties of a file in an answer to `q=source`.
    package static let configuration: JSONObject = [
        "q": .strings(words),
        "properties": ["url", "published", "mime_type", "content-type", "width", "height", "alt"],
    ]
}
