package import IndieWeb
import Microformats

extension Post {
    /// The post as an entry of a feed.
    package func feedItem(siteURL: String) -> Feed.Item {
        let permalink = Permalink(siteURL: siteURL, slug: slug)
        let images = photos.compactMap { $0.feedImage(siteURL: siteURL) }
        // A photo of another site is shown, and not enclosed: an enclosure has to tell its length.
        let html = photos.map { $0.html(siteURL: siteURL) }.joined()
        return Feed.Item(
            permalink: permalink.url,
            title: name,
            summary: summary.excerpt,
            html: html + self.html(at: .feed, permalink: permalink).markup,
            published: published.date,
            updated: updated.date,
            categories: tags.map(\.displayName),
            images: images
        )
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
                height: file.height
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
