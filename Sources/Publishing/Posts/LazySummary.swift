import Synchronization

/// What the words of a post are called and how they begin, found out when somebody asks first: to read Markdown is the
/// dearest part of making a post, and who changes or lists posts for a client needs none of it.
final class LazySummary: Sendable {
    private let content: PostContent
    private let known = Mutex<MarkdownSummary?>(nil)

    /// The summary of a content.
    init(of content: PostContent) {
        self.content = content
    }

    /// The summary.
    var value: MarkdownSummary {
        known.withLock { known in
            let value = known ?? content.summary
            known = value
            return value
        }
    }
}

extension LazySummary: Equatable {
    /// Whether both are of the same words, and so are the same, found out or not.
    static func == (left: LazySummary, right: LazySummary) -> Bool { left.content == right.content }
}
