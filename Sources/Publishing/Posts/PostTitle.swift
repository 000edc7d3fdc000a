import IndieWeb

/// What a post is called: decided here for its page, feeds, lists and the search alike.
struct PostTitle {
    private let properties: MicroformatsProperties
    private let summary: () -> MarkdownSummary
    private let type: PostType
    private let published: StoredTimestamp

    /// The title of a post.
    ///
    /// - Parameters:
    ///   - properties: its properties as others than the owner may see them.
    ///   - summary: what its words are called and how they begin; asked for only where the properties have no name.
    ///   - type: what kind of post it is.
    ///   - published: when it was published, with the offset of where it was written.
    init(
        _ properties: MicroformatsProperties,
        summary: @escaping @autoclosure () -> MarkdownSummary,
        type: PostType,
        published: StoredTimestamp
    ) {
        (self.properties, self.summary, self.type, self.published) = (properties, summary, type, published)
    }

    /// The title that the author wrote, as a property or in the words; nil for a note.
    var name: String? { properties.words("name") ?? summary().name }

    /// What the words alone call a post, which is what the search knows it by: its name, or its first line; empty where there
    /// is neither.
    static func inWords(_ properties: MicroformatsProperties, _ summary: () -> MarkdownSummary) -> String {
        if let name = properties.words("name") { return name }
        let summary = summary()
        return summary.name ?? summary.firstLine
    }

    /// What to call the post where something must stand: its name, its first line, the beginning of its summary, what it is
    /// about, what its photo shows, or the day it was published on, where that was.
    var text: String {
        let inWords = Self.inWords(properties, summary)
        guard inWords.isEmpty else { return inWords }
        let substitute =
            properties.words("summary") ?? PostContext.title(of: PostContext.all(in: properties))
            ?? properties["photo"].lazy.compactMap { Photo($0)?.alt }.first { !$0.allSatisfy(\.isWhitespace) }
        let line = substitute.map { MarkdownSummary(name: nil, plainText: $0).firstLine } ?? ""
        return line.isEmpty ? "\(type.name) of \(published.local.longDate)" : line
    }
}
