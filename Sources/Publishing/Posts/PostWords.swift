import IndieWeb

/// What follows from the words of a post and from its properties: what the search is to know, and what kind of post it is.
struct PostWords: Sendable {
    /// What the words are called; empty where there are none.
    let title: String
    /// All that the post can be found by: its words without markup, and what is written in its properties.
    let text: String
    /// What an index holds that was filled by a program which knew of content and name alone. Such an index is old, and
    /// not damaged.
    let former: (title: String, text: String)
    private let content: String
    private let summary: MarkdownSummary
    private let properties: MicroformatsProperties

    /// Reads the words of a post.
    ///
    /// - Parameters:
    ///   - content: the words.
    ///   - properties: all properties, or those that a row keeps: they give the same.
    init(_ content: PostContent, _ properties: MicroformatsProperties) {
        self.properties = properties
        let summary = content.summary
        self.summary = summary
        self.content = content.searchableText
        title = PostTitle.inWords(properties) { summary }
        // A place that is hidden must not be found out by searching for it.
        let others = properties.withoutHiddenPlaces.searchableWords
        text = [self.content, String(others)].filter { !$0.isEmpty }.joined(separator: "\n")
        former = (properties.text("name") ?? title, self.content)
    }

    /// What kind of post it is.
    var type: PostType { PostType(of: properties, plainText: content, summary: summary) }
}

extension PostRow {
    /// What follows from the words of the post's file.
    func words(_ content: PostContent) -> PostWords { PostWords(content, properties ?? MicroformatsProperties()) }
}

extension MicroformatsProperties {
    /// What is written in properties beside the name: the summary, what the post is about, its places, the people in it, and
    /// what its photos show. A line each; the whole words of the first 64 KB of them, in UTF-8.
    fileprivate var searchableWords: Substring {
        let subjects = PostContext.all(in: self).flatMap(\.searchableWords)
        let people = self["category"].compactMap { Citation($0) }.filter(\.isObject).flatMap(\.words)
        let places = self["location"].compactMap { Place($0) }.flatMap(\.words)
        let photos = self["photo"].compactMap(\.mediaDescription)
        let summary = words("summary").map { [$0] } ?? []
        let words = (summary + subjects + people + places + photos).filter { !$0.isEmpty }.joined(separator: "\n")
        guard let end = words.utf8.index(words.startIndex, offsetBy: 65_536, limitedBy: words.endIndex),
            end < words.endIndex
        else { return words[...] }
        // Words are what a search takes for them.
        return words[..<(words[..<end].lastIndex { !$0.isLetter && !$0.isNumber } ?? words.startIndex)]
    }
}
