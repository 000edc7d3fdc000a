package import IndieWeb

/// A part of a list of posts as a feed.
package struct FeedPart: Sendable, Equatable {
    /// What it says.
    package let feed: Feed
    /// The rows of its posts.
    package let posts: [Int64]
    /// The post before which the next part begins; nil for the last part.
    package let older: Int64?
}
