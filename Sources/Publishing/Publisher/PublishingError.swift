import IndieWeb

/// Why a change of the site was refused, beside what is wrong with a request as such.
package enum PublishingError: Error, Sendable, Equatable {
    /// The address is not one of a post of this site.
    case unknownPost(String)
    /// The post has been deleted and must be brought back first.
    case deletedPost(String)
    /// The post is no longer as it was when the change of it was begun.
    case changedMeanwhile(String)
    /// An `Idempotency-Key` that came before with another request.
    case reusedIdempotencyKey
    /// The address is not one of an upload of this site.
    case unknownMedia(String)
    /// Posts show the upload.
    case mediaInUse(String)
    /// The change would publish something, and whoever asked for it may only make drafts.
    case wouldPublish
    /// The properties of the post would become longer than a request may be.
    case tooLong
    /// The file is larger than ``MediaUpload/maximumBytes``.
    case tooLarge
    /// A place in a list that no answer named.
    case unknownCursor(String)
}

extension PublishingError: CustomStringConvertible {
    /// The refusal in a sentence for people.
    package var description: String {
        switch self {
        case .unknownPost(let url): "There is no post at \(url)."
        case .deletedPost(let url): "The post at \(url) has been deleted; undelete it first."
        case .changedMeanwhile(let url): "The post at \(url) was changed meanwhile."
        case .reusedIdempotencyKey: "This Idempotency-Key came before, with another request."
        case .unknownMedia(let url): "There is no upload at \(url)."
        case .mediaInUse(let url): "Posts show \(url); take it out of them first."
        case .wouldPublish: "Only drafts may be made, and this would publish one."
        case .tooLong: "The properties of the post would be longer than \(MicropubRequest.maximumSize)."
        case .tooLarge: "The file is larger than \(MediaUpload.maximumSize)."
        case .unknownCursor(let cursor): "There is no cursor \(cursor.prefix(40))."
        }
    }
}
