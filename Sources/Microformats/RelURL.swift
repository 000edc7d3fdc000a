/// What a page says about an address that it links to with `rel`.
///
/// Several links to one address make one value: the relations are gathered, and of the rest the first one counts.
package struct RelURL: Sendable, Equatable {
    /// The relations, each once, in document order.
    package internal(set) var rels: [String] = []
    /// The text of the link.
    package internal(set) var text: String = ""
    /// The `media` attribute.
    package internal(set) var media: String?
    /// The `hreflang` attribute.
    package internal(set) var hreflang: String?
    /// The `type` attribute.
    package internal(set) var type: String?
    /// The `title` attribute.
    package internal(set) var title: String?
}
