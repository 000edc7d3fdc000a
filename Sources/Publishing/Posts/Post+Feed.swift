package import IndieWeb
import Microformats

extension Post {
    /// The post as an entry of a feed.
    ///
    /// - Parameters:
    ///   - siteURL: the address of the site.
    ///   - origin: the address under which the site was first served, for the ids of the posts from that time.
    /// - Returns: the entry.
    package func feedItem(siteURL: String, origin: String) -> Feed.Item {
        let permalink = Permalink(siteURL: siteURL, slug: slug)
        // A photo of another site is shown, and not enclosed: an enclosure has to tell its length.
        let images = photos.compactMap { $0.feedImage(siteURL: siteURL) }
        let words = html(at: .feed, permalink: permalink).markup
        return Feed.Item(
            id: feedID ?? Permalink(siteURL: origin, slug: slug).url,
            permalink: permalink.url,
            title: name,
            fallbackTitle: title,
            summary: summary.excerpt,
            html: contexts + photos.map { $0.html(siteURL: siteURL) }.joined() + recordings(siteURL: siteURL) + words,
            published: published.date,
            updated: updated.date,
            categories: tags.map { Feed.Category(term: $0.name, label: $0.displayName) },
            images: images,
            externalURL: ["bookmark-of", "repost-of", "like-of"].lazy.compactMap(subject).first?.url,
            wordCount: content.searchableText.split(whereSeparator: \.isWhitespace).count
        )
    }

    /// What the post is about: the address that a property has or that its object names, and what to call it.
    private func subject(_ property: String) -> (url: String, name: String)? {
        guard let value = publicProperties.first(property) else { return nil }
        let details = value.details
        guard let url = details?.text("url") ?? value.plainText, URLReference(url)?.isWebAddress == true else {
            return nil
        }
        return (url, details?.text("name") ?? url)
    }

    /// What the post is about, above its words: most readers show nothing else of it.
    private var contexts: String {
        let kinds = [
            ("in-reply-to", "In reply to"), ("like-of", "Likes"), ("repost-of", "Reposts"),
            ("bookmark-of", "Bookmark:"),
        ]
        return kinds.compactMap { property, words in
            subject(property).map { subject in
                let url = HTMLText.escape(subject.url)
                return "<p>\(words) <a href=\"\(url)\">\(HTMLText.escape(subject.name))</a></p>\n"
            }
        }.joined()
    }

    private func recordings(siteURL: String) -> String {
        ["video", "audio"].flatMap { kind in
            publicProperties[kind].compactMap { value -> String? in
                guard let text = value.plainText, let reference = URLReference(text) else { return nil }
                guard reference.isWebAddress || MediaReference(stored: text) != nil else { return nil }
                let url = HTMLText.escape(reference.isWebAddress ? text : siteURL + text)
                return "<p><\(kind) src=\"\(url)\" controls=\"controls\"></\(kind)></p>\n"
            }
        }.joined()
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

    /// The photo above the words, for readers that show the entry's HTML and nothing else.
    fileprivate func html(siteURL: String) -> String {
        let file = stored.map { $0.copies.first ?? $0.original }
        let size = [("width", file?.width), ("height", file?.height)]
            .map { name, pixels in pixels.map { " \(name)=\"\($0)\"" } ?? "" }
            .joined()
        let (url, alt) = (HTMLText.escape(address(below: siteURL)), HTMLText.escape(alt))
        return "<p><img src=\"\(url)\" alt=\"\(alt)\"\(size) /></p>\n"
    }
}
