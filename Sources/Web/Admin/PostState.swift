import Foundation
import IndieWeb
import Publishing

/// What has become of a post, in words: published, a draft, still to come.
struct PostState {
    let words: [String]
    /// The first word, for its look.
    let kind: String

    /// The state of a post at a moment.
    init(_ post: Post, now: Date) {
        var words: [String] = []
        if post.deleted != nil {
            words.append("Deleted")
        } else if post.status == .draft {
            words.append("Draft")
        } else if post.exposure.isScheduled(at: now) {
            words.append("Scheduled")
        } else {
            words.append("Published")
        }
        kind = words[0].lowercased()
        switch post.visibility {
        case .public: break
        case .unlisted: words.append("Unlisted")
        case .private: words.append("Private")
        }
        self.words = words
    }

    var html: HTML {
        let marks = words.map { "<span class=\"mark\">\($0)</span>" as HTML }
        return "<span class=\"marks \(kind)\">\(marks)</span>"
    }
}

extension StoredTimestamp {
    /// `18 November 2025, 20:10`, by the clock where it was written.
    var words: String { "\(local.longDate), \(local.timeOfDay.prefix(5))" }
}
