import Foundation
package import IndieWeb

/// A post: the facts of its row, and the words of its file.
package struct Post: Sendable, Equatable, Identifiable {
    /// The row's identity, never used again for another post.
    package let id: Int64
    /// What the address of the post ends with. Opaque: several releases made slugs in several ways.
    package let slug: String
    /// What it is: a note, an article, a reply.
    package let type: PostType
    /// Whether it is meant to be seen.
    package let status: PostStatus
    /// By whom.
    package let visibility: Visibility
    /// When it was published, or is going to be.
    package let published: StoredTimestamp
    /// When it was changed last.
    package let updated: StoredTimestamp
    /// When it was deleted; a deleted post keeps its row and answers 410.
    package let deleted: StoredTimestamp?
    /// Its tags, in the order the author gave them; in the order of their spelling for a note of the Python releases.
    package let tags: [Tag]
    /// Its photos, in the order the author gave them.
    package let photos: [Photo]
    /// Its words.
    package let content: PostContent
    /// Its microformats properties, but for the content; empty for a note of the Python releases. What others than the owner
    /// may see of them is ``publicProperties``.
    package let properties: MicroformatsProperties
    /// What identifies it in feeds for ever; nil where that is its first address.
    package let feedID: String?
    /// What its words are called and how they begin.
    package let summary: MarkdownSummary

    /// Creates a post.
    package init(
        id: Int64,
        slug: String,
        type: PostType = .note,
        status: PostStatus,
        visibility: Visibility = .public,
        published: StoredTimestamp,
        updated: StoredTimestamp,
        deleted: StoredTimestamp? = nil,
        tags: [Tag] = [],
        photos: [Photo] = [],
        content: PostContent,
        properties: MicroformatsProperties = MicroformatsProperties(),
        feedID: String? = nil
    ) {
        self.id = id
        self.slug = slug
        self.type = type
        self.status = status
        self.visibility = visibility
        self.published = published
        self.updated = updated
        self.deleted = deleted
        self.tags = tags
        self.photos = photos
        self.content = content
        self.properties = properties
        self.feedID = feedID
        summary = content.summary
    }

    /// The title that the author wrote, as a property or in the words; nil for a note.
    package var name: String? { explicitName ?? summary.name }

    /// The title that came as a property of its own.
    var explicitName: String? {
        properties.text("name").flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }

    /// What to call the post where something must stand: its name, its first line, or its day.
    package var title: String {
        if let name { return name }
        return summary.firstLine.isEmpty ? "Note of \(CivilTime(published.date).longDate)" : summary.firstLine
    }

    /// Whether the post was changed after it was published.
    package var isRevised: Bool {
        updated.date.timeIntervalSince(published.date) >= 1
    }
}
