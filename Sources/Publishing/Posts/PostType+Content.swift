import IndieWeb

extension PostType {
    /// What a post is by its properties (Post Type Discovery, W3C Note), and by its words: a first line that is a title makes
    /// an article of it.
    init(of properties: MicroformatsProperties, plainText: String, summary: MarkdownSummary) {
        let discovered = PostType(of: properties, plainText: plainText)
        self = discovered == .note && summary.name != nil ? .article : discovered
    }
}
