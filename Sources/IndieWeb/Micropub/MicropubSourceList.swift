/// Which posts `q=source` without an address asks for (Micropub extension Query for Post List).
package struct MicropubSourceList: Sendable, Equatable {
    /// How the posts are sorted by time.
    package enum Order: String, Sendable, CaseIterable {
        /// Oldest first.
        case ascending = "asc"
        /// Newest first.
        case descending = "desc"
    }

    /// How many posts at most, 1 to 100.
    package var limit = 10
    /// How many posts to skip.
    package var offset = 0
    /// The cursor that an earlier answer gave as `paging.after`.
    package var after: String?
    /// The cursor that an earlier answer gave as `paging.before`; it counts where ``after`` has none.
    package var before: String?
    /// A text that the posts contain.
    package var filter: String?
    /// The kind of the posts.
    package var postType: PostType?
    /// The status of the posts.
    package var postStatus: PostStatus?
    /// The visibility of the posts.
    package var visibility: Visibility?
    /// Categories that the posts all have.
    package var categories: [String] = []
    /// Properties that the posts have.
    package var exists: [String] = []
    /// Properties that the posts do not have.
    package var notExists: [String] = []
    /// The order of the posts.
    package var order = Order.descending
    /// The channel of the posts.
    package var channel: String?
    /// The properties to answer, all when empty.
    package var properties: [String] = []

    /// The ten newest posts.
    package init() {}

    init(_ parameters: QueryParameters) throws(MicropubError) {
        limit = min(try parameters.number("limit", from: 1) ?? limit, 100)
        offset = try parameters.number("offset") ?? offset
        after = try parameters.single("after")
        before = try parameters.single("before")
        guard after == nil || before == nil else {
            throw .invalidRequest("A list goes on from one of after and before, not from both.")
        }
        filter = try parameters.filter()
        postType = try parameters.word("post-type", of: PostType.self)
        postStatus = try parameters.word("post-status", of: PostStatus.self)
        visibility = try parameters.word("visibility", of: Visibility.self)
        categories = parameters.list("category")
        exists = parameters.list("exists")
        notExists = parameters.list("not-exists")
        order = try parameters.word("order", of: Order.self) ?? order
        channel = try parameters.single("mp-channel", or: "channel")
        properties = parameters.list("properties")
    }
}
