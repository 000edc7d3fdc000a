package import IndieWeb

extension Post {
    /// The post as an entry of a feed.
    ///
    /// - Parameters:
    ///   - siteURL: the address of the site.
    ///   - origin: the address under which the site was first served, for the ids of the posts from that time.
    /// - Returns: the entry.
    package func feedItem(siteURL: String, origin: String) -> Feed.Item {
        Feed.Item(
            id: feedID ?? Permalink(siteURL: origin, slug: slug).url,
            permalink: Permalink(siteURL: siteURL, slug: slug).url,
            title: name,
            fallbackTitle: title,
            summary: excerpt,
            html: FeedMarkup(post: self, siteURL: siteURL).html,
            published: published.date,
            updated: updated.date,
            categories: tags.map { Feed.Category(term: $0.name, label: $0.displayName) },
            // A photo of another site is shown, and not enclosed: an enclosure has to tell its length.
            images: photos.compactMap { $0.feedImage(siteURL: siteURL) },
            externalURL: externalURL,
            wordCount: content.searchableText.split(whereSeparator: \.isWhitespace).count
        )
    }

    /// The page that the post is made for, and not only written beside.
    private var externalURL: String? {
        let contexts = contexts
        return ["bookmark-of", "repost-of", "like-of"].lazy.compactMap { property in
            contexts.lazy.filter { $0.property == property }.compactMap(\.address).first
        }.first
    }
}

extension Photo {
    fileprivate func feedImage(siteURL: String) -> Feed.Image? {
        guard let stored, stored.original.byteCount > 0 else { return nil }
        func file(_ file: StoredPhoto.File) -> Feed.Image.File {
            Feed.Image.File(
                url: siteURL + file.relativePath,
                mimeType: stored.mimeType,
                byteCount: file.byteCount,
                width: file.width,
                height: file.height,
                copy: file.variant.flatMap { Feed.Image.Copy(rawValue: $0.rawValue) }
            )
        }
        return Feed.Image(
            original: file(stored.original),
            copies: stored.copies.map(file),
            thumbnail: stored.thumbnail.map(file),
            caption: alt.isEmpty ? nil : alt
        )
    }
}
