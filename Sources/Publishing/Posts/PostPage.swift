/// A page of posts, newest first, with the way to the pages beside it.
package struct PostPage: Sendable, Equatable {
    /// The posts.
    package let posts: [Post]
    /// The post after which the newer page ends; nil on the first page.
    package let newer: Int64?
    /// The post before which the older page begins; nil on the last page.
    package let older: Int64?

    /// Creates a page.
    package init(posts: [Post], newer: Int64?, older: Int64?) {
        self.posts = posts
        self.newer = newer
        self.older = older
    }
}

/// Which page of posts is asked for.
package enum PagePosition: Sendable, Equatable {
    /// The newest posts.
    case newest
    /// The posts older than a post.
    case before(Int64)
    /// The posts newer than a post, those next to it.
    case after(Int64)
    /// A page by its number, from 1.
    case number(Int)
}

/// What a slug leads to.
package enum PostLookup: Sendable, Equatable {
    /// A post that all may see.
    case found(Post)
    /// A post that only the owner may see: a draft, a private one, or one that is still to come, deleted or not.
    case hidden
    /// A post that has another slug now.
    case moved(slug: String)
    /// A post that was deleted, and that others than the owner could see before.
    case deleted
    /// Nothing, and never was.
    case missing
}
