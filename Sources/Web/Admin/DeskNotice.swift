import Publishing

/// What the desk says at the top of the page that follows an action.
///
/// The browser carries it there in a cookie: a word of this list, perhaps with a number, and nothing that anybody else
/// could make it say.
enum DeskNotice: Equatable, Sendable {
    case published(Int64)
    case scheduled(Int64)
    case draftSaved(Int64)
    case updated(Int64)
    case deleted(Int64)
    case restored(Int64)
    case imagesUploaded(Int64)
    case imageDeleted
    case imageInUse
    case imageGone
    case applicationRevoked
    case tokenRevoked
    case sessionEnded
    case sessionsEnded(Int64)
    case backupMade
    case shared
    case shareUnanswered
    case unshared
    case tokenForgotten

    static let cookieName = "starpunk_flash"

    /// Reads a cookie; nil for what is not of the list.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard let word = parts.first else { return nil }
        let number = parts.count == 2 ? Int64(parts[1]) ?? 0 : 0
        let all: [DeskNotice] = [
            .published(number), .scheduled(number), .draftSaved(number), .updated(number), .deleted(number),
            .restored(number), .imagesUploaded(number), .imageDeleted, .imageInUse, .imageGone, .applicationRevoked,
            .tokenRevoked, .sessionEnded, .sessionsEnded(number), .backupMade, .shared,
            .shareUnanswered, .unshared, .tokenForgotten,
        ]
        guard let notice = all.first(where: { $0.parts.word == word }) else { return nil }
        self = notice
    }

    /// The post that it is about.
    var postID: Int64? {
        switch self {
        case .published(let id), .scheduled(let id), .draftSaved(let id), .updated(let id), .deleted(let id),
            .restored(let id):
            id
        default: nil
        }
    }

    /// Whether something did not work.
    var isRefusal: Bool { self == .imageInUse || self == .imageGone }

    /// What it says.
    var words: String {
        switch self {
        case .published: "Published."
        case .scheduled: "Scheduled: it will appear by itself when its time has come."
        case .draftSaved: "Draft saved. Nobody but you can see it."
        case .updated: "Your changes are saved."
        case .deleted: "Deleted. Readers do not find it any more."
        case .restored: "It is back, as it was."
        case .imagesUploaded(let count): count == 1 ? "The image is uploaded." : "\(count) images are uploaded."
        case .imageDeleted: "The image is deleted."
        case .imageInUse: "The image stays: a post shows or links to it. Take it out of the post first."
        case .imageGone: "There is no such image any more."
        case .applicationRevoked: "The application can do nothing here any more."
        case .tokenRevoked: "The token does not work any more."
        case .sessionEnded: "That browser is signed out."
        case .sessionsEnded(let count):
            count == 0
                ? "There was no other browser."
                : count == 1 ? "One browser is signed out." : "\(count) browsers are signed out."
        case .backupMade: "A backup was made and checked."
        case .shared: "The ticket was taken. Their site can read this post as soon as it has redeemed it."
        case .shareUnanswered: "Their site did not answer. If it has the ticket all the same, it can redeem it."
        case .unshared: "They cannot read this post any more."
        case .tokenForgotten: "The token is forgotten here."
        }
    }

    private var parts: (word: String, number: Int64?) {
        switch self {
        case .published(let id): ("published", id)
        case .scheduled(let id): ("scheduled", id)
        case .draftSaved(let id): ("draft", id)
        case .updated(let id): ("updated", id)
        case .deleted(let id): ("deleted", id)
        case .restored(let id): ("restored", id)
        case .imagesUploaded(let count): ("uploaded", count)
        case .imageDeleted: ("image-deleted", nil)
        case .imageInUse: ("image-in-use", nil)
        case .imageGone: ("image-gone", nil)
        case .applicationRevoked: ("application", nil)
        case .tokenRevoked: ("token", nil)
        case .sessionEnded: ("session", nil)
        case .sessionsEnded(let count): ("sessions", count)
        case .backupMade: ("backup", nil)
        case .shared: ("shared", nil)
        case .shareUnanswered: ("share-unanswered", nil)
        case .unshared: ("unshared", nil)
        case .tokenForgotten: ("token-forgotten", nil)
        }
    }
}

extension DeskNotice: CustomStringConvertible {
    /// The value of the cookie.
    var description: String { parts.number.map { "\(parts.word).\($0)" } ?? parts.word }
}
