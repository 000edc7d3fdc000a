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
    /// Who may see it, and from when.
    package let exposure: Exposure
    /// When it was published, or is going to be: as its author wrote it, where they did.
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
    private let lazySummary: LazySummary

    /// Creates a post.
    package init(
        id: Int64,
        slug: String,
        type: PostType = .note,
        exposure: Exposure,
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
        self.exposure = exposure
        self.published = published
        self.updated = updated
        self.deleted = deleted
        self.tags = tags
        self.photos = photos
        self.content = content
        self.properties = properties
        self.feedID = feedID
        lazySummary = LazySummary(of: content)
    }

    /// Whether it is meant to be seen.
    package var status: PostStatus { exposure.status }

    /// By whom.
    package var visibility: Visibility { exposure.visibility }

    /// What its words are called and how they begin.
    package var summary: MarkdownSummary { lazySummary.value }

    /// The title that the author wrote, as a property or in the words; nil for a note.
    package var name: String? { called.name }

    /// What to call the post where something must stand: its name, its first line, what it is about, or its day.
    package var title: String { called.text }

    private var called: PostTitle {
        PostTitle(publicProperties, summary: summary, type: type, published: published)
    }

    /// The summary that the author wrote, which stands above the words; nil where there is none.
    package var authorsSummary: String? { properties.words("summary") }

    /// What the post says, in short: how the author's summary begins, or else the words; on one line, at most 200 characters,
    /// empty where there is neither.
    package var excerpt: String {
        authorsSummary.map { MarkdownSummary(name: nil, plainText: $0).excerpt } ?? summary.excerpt
    }

    /// What the post is about beside its words, as others than the owner may see it.
    package var contexts: [PostContext] { PostContext.all(in: publicProperties) }

    /// Whether the post was changed after it was published.
    package var isRevised: Bool {
        updated.date.timeIntervalSince(published.date) >= 1
    }
}
