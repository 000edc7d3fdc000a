package import Foundation
package import IndieWeb

/// Who may see a post, and from when: the answer for rows and posts alike, and for SQL beside it.
///
/// Its owner sees it always; whoever holds a token for it sees what ``isShareable(at:)`` says.
package struct Exposure: Sendable, Equatable {
    /// Whether it is meant to be seen at all.
    package let status: PostStatus
    /// By whom.
    package let visibility: Visibility
    /// When it comes out, or came out: what the lists are ordered by, the column `created_at`.
    package let date: Date
    /// When it was deleted, nil when it was not; later than any moment where nobody can read when it was.
    package var deleted: Date?

    /// Creates an exposure.
    package init(_ status: PostStatus, _ visibility: Visibility, from date: Date, deleted: Date? = nil) {
        (self.status, self.visibility, self.date, self.deleted) = (status, visibility, date, deleted)
    }

    /// Whether it is out, for whomever.
    package func isOut(at moment: Date) -> Bool { deleted == nil && wasPublished(by: moment) }

    /// Whether it comes out by itself later.
    package func isScheduled(at moment: Date) -> Bool { deleted == nil && status == .published && date > moment }

    /// Whether somebody who has the address, and is not the owner, may see it.
    package func isVisible(at moment: Date) -> Bool { isOut(at: moment) && visibility != .private }

    /// Whether it is of the kind that its owner lets single people read: private, and out.
    package func isShareable(at moment: Date) -> Bool { isOut(at: moment) && visibility == .private }

    /// Whether it is in lists, or will be when its date has come; ``isListedSQL`` says the same.
    package var isListed: Bool { deleted == nil && status == .published && visibility == .public }

    /// Whether it was out, for whomever, when it was deleted.
    package var wasOut: Bool { deleted.map(wasPublished) ?? false }

    /// Whether others than the owner see it who do not see it by another exposure, or see it earlier.
    func exceeds(_ other: Exposure, at moment: Date) -> Bool {
        start(at: moment) < other.start(at: moment) || (isListed && !other.isListed)
    }

    /// From when others than the owner see it, the present moment for what is out.
    private func start(at moment: Date) -> Date {
        status == .draft || visibility == .private || deleted != nil ? .distantFuture : max(date, moment)
    }

    private func wasPublished(by moment: Date) -> Bool { status == .published && date <= moment }
}

extension Exposure {
    /// Which posts are in lists, once their time has come; partial indexes have this condition word for word.
    static let isListedSQL = "published = 1 AND deleted_at IS NULL AND visibility = 'public'"
    /// Which posts are drafts.
    static let isDraftSQL = "coalesce(published, 0) = 0"
    /// Which posts, of those that are not deleted, come out by themselves later; the present Julian day is to be bound.
    static let isScheduledSQL = "published = 1 AND \(TimelineRows.moment) > ?"
    /// Which posts are for their owner alone, and for those whom they let read them.
    static let isPrivateSQL = "visibility = 'private'"
}

extension PostRow {
    /// Who may see the post.
    var exposure: Exposure {
        // What was deleted stays so, also where the column names no moment.
        let deletion = deleted.map { $0 == .unknown ? Date.distantFuture : $0.date }
        return Exposure(status, visibility, from: created.date, deleted: deletion)
    }
}
