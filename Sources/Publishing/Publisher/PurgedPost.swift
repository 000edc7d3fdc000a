/// A post that was removed for good, and what became of its file.
package struct PurgedPost: Sendable, Equatable {
    /// Why a file is still there.
    package enum Reason: String, Sendable {
        case edited = "it was edited after the note was deleted"
        case shared = "another note has the same file"
        case stuck = "it could not be removed yet"
    }

    package let slug: String
    /// The path of its file, relative to the data folder; nil where it had none.
    package let path: String?
    /// Nil when the file has gone with the post.
    package var leftBecause: Reason?
}
