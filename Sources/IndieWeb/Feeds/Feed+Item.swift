package import Foundation

extension Feed {
    /// An entry.
    package struct Item: Sendable, Equatable {
        /// What identifies the entry for ever, also when its address, its title or its words change.
        ///
        /// A reader shows an entry with a new id as a new one, and all entries as unread if all ids change. So it is the
        /// first address of the entry or a `tag` URI (RFC 4151).
        package var id: String
        /// The address of the entry.
        package var permalink: String
        /// The title that its author gave it; nil for a note.
        package var title: String?
        /// What a note is called where a format wants a title of every entry.
        package var fallbackTitle: String?
        /// The beginning of the text, without markup.
        package var summary: String
        /// The whole entry in HTML, with absolute addresses.
        package var html: String
        /// When it was published.
        package var published: Date
        /// When it was changed last.
        package var updated: Date
        /// Its tags.
        package var categories: [Category]
        /// Its photos.
        package var images: [Image]
        /// The page of another site that the entry is about, such as a bookmark.
        package var externalURL: String?
        /// How many words it has, when known.
        package var wordCount: Int?

        /// Creates an entry. All addresses are absolute; without an id, the permalink is the id.
        package init(
            id: String? = nil,
            permalink: String,
            title: String?,
            fallbackTitle: String? = nil,
            summary: String,
            html: String,
            published: Date,
            updated: Date,
            categories: [Category] = [],
            images: [Image] = [],
            externalURL: String? = nil,
            wordCount: Int? = nil
        ) {
            self.id = id ?? permalink
            self.permalink = permalink
            self.title = title
            self.fallbackTitle = fallbackTitle
            self.summary = summary
            self.html = html
            self.published = published
            self.updated = updated
            self.categories = categories
            self.images = images
            self.externalURL = externalURL
            self.wordCount = wordCount
        }

        /// When the entry became what it is: no entry can have been changed before it was published.
        package var changed: Date { max(published, updated) }
    }

    /// A tag of an entry.
    package struct Category: Sendable, Equatable {
        /// What identifies it: `indieweb`.
        package var term: String
        /// The spelling for readers: `IndieWeb`.
        package var label: String

        /// Creates a tag.
        package init(term: String, label: String) {
            self.term = term
            self.label = label
        }
    }
}

extension Feed.Item {
    /// Creates an entry whose tags are known by their spelling alone.
    package init(
        permalink: String,
        title: String?,
        summary: String,
        html: String,
        published: Date,
        updated: Date,
        categories: [String],
        images: [Feed.Image] = []
    ) {
        self.init(
            permalink: permalink,
            title: title,
            summary: summary,
            html: html,
            published: published,
            updated: updated,
            categories: categories.map { Feed.Category(term: $0, label: $0) },
            images: images
        )
    }
}
