import Foundation
import IndieWeb

/// A post: the facts of its row, and the words of its file.
package struct Post: Sendable, Equatable, Identifiable {
    /// The row's identity, never used again for another post.
    package let id: Int64
    /// What the address of the post ends with. Opaque: several releases made slugs in several ways.
    package let slug: String
    /// Whether the public may see it.
    package let status: PostStatus
    /// When it was published.
    package let published: StoredTimestamp
    /// When it was changed last.
    package let updated: StoredTimestamp
    /// When it was deleted; a deleted post keeps its row and answers 410.
    package let deleted: StoredTimestamp?
    /// Its tags, in the order of their spelling for readers.
    package let tags: [Tag]
    /// Its photos, in the order the author gave them.
    package let photos: [Photo]
    /// The Markdown of its file.
    package let markdown: String
    /// What the Markdown is called and how it begins.
    package let summary: MarkdownSummary

    /// Creates a post.
    package init(
        id: Int64,
        slug: String,
        status: PostStatus,
        published: StoredTimestamp,
        updated: StoredTimestamp,
        deleted: StoredTimestamp? = nil,
        tags: [Tag] = [],
        photos: [Photo] = [],
        markdown: String
    ) {
        self.id = id
        self.slug = slug
        self.status = status
        self.published = published
        self.updated = updated
        self.deleted = deleted
        self.tags = tags
        self.photos = photos
        self.markdown = markdown
        summary = MarkdownSummary(markdown)
    }

    /// The title that the author wrote; nil for a note.
    package var name: String? { summary.name }

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

/// Whether the public may see a post.
package enum PostStatus: String, Sendable {
    /// Seen by all.
    case published
    /// Seen by the owner.
    case draft
}

/// A tag.
package struct Tag: Sendable, Equatable {
    /// The form that identifies it: `indieweb`.
    package let name: String
    /// The spelling for readers: `IndieWeb`.
    package let displayName: String

    /// Creates a tag.
    package init(name: String, displayName: String) {
        self.name = name
        self.displayName = displayName
    }
}
