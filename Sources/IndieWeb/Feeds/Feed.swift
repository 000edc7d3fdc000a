package import Foundation

/// What a feed says, whatever its format.
package struct Feed: Sendable, Equatable {
    /// The name of the site.
    package var title: String
    /// What the site is about, never empty: RSS requires it.
    package var summary: String
    /// The address of the page that the feed follows.
    package var homeURL: String
    /// The language of the texts, `en`.
    package var language: String
    /// Who writes.
    package var authorName: String?
    /// The entries, newest first.
    package var items: [Item]

    /// Creates a feed.
    package init(
        title: String,
        summary: String,
        homeURL: String,
        language: String,
        authorName: String?,
        items: [Item]
    ) {
        self.title = title
        self.summary = summary
        self.homeURL = homeURL
        self.language = language
        self.authorName = authorName
        self.items = items
    }

    /// The newest change of any entry; nil for an empty feed. Never the time at which the feed was written, so that the
    /// same notes always give the same bytes.
    package var updated: Date? {
        items.map { max($0.published, $0.updated) }.max()
    }
}

extension Feed {
    /// An entry.
    package struct Item: Sendable, Equatable {
        /// The address of the entry, and what identifies it for ever.
        package var permalink: String
        /// The explicit title; nil for a note.
        package var title: String?
        /// The beginning of the text, without markup.
        package var summary: String
        /// The whole entry in HTML, with absolute addresses.
        package var html: String
        /// When it was published.
        package var published: Date
        /// When it was changed last.
        package var updated: Date
        /// Its tags, in the spelling for readers.
        package var categories: [String]
        /// Its photos.
        package var images: [Image]

        /// Creates an entry.
        package init(
            permalink: String,
            title: String?,
            summary: String,
            html: String,
            published: Date,
            updated: Date,
            categories: [String] = [],
            images: [Image] = []
        ) {
            self.permalink = permalink
            self.title = title
            self.summary = summary
            self.html = html
            self.published = published
            self.updated = updated
            self.categories = categories
            self.images = images
        }
    }

    /// A photo of an entry.
    package struct Image: Sendable, Equatable {
        /// One file of a photo.
        package struct File: Sendable, Equatable {
            /// Its absolute address.
            package var url: String
            /// Its media type, `image/jpeg`.
            package var mimeType: String
            /// Its length in bytes.
            package var byteCount: Int
            /// Its width in pixels, when known.
            package var width: Int?
            /// Its height in pixels, when known.
            package var height: Int?

            /// Creates a file.
            package init(url: String, mimeType: String, byteCount: Int, width: Int?, height: Int?) {
                self.url = url
                self.mimeType = mimeType
                self.byteCount = byteCount
                self.width = width
                self.height = height
            }
        }

        /// The photo as it was uploaded.
        package var original: File
        /// Smaller copies, largest first.
        package var copies: [File]
        /// A small square cut.
        package var thumbnail: File?
        /// What the photo shows, in words.
        package var caption: String?

        /// Creates a photo.
        package init(original: File, copies: [File] = [], thumbnail: File? = nil, caption: String? = nil) {
            self.original = original
            self.copies = copies
            self.thumbnail = thumbnail
            self.caption = caption
        }
    }
}
