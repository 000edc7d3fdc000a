/// The values of `post-status` (Micropub extension Post Status).
package enum PostStatus: String, Sendable, CaseIterable {
    /// Public, or scheduled when its time is still to come.
    case published
    /// Seen by its owner alone.
    case draft
}
