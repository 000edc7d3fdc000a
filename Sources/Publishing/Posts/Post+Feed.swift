package import IndieWeb
import Microformats

extension Post {
    /// The post as an entry of a feed.
    package func feedItem(siteURL: String) -> Feed.Item {
        let permalink = Permalink(siteURL: siteURL, slug: slug)
        let images = photos.map { $0.feedImage(siteURL: siteURL) }
        return Feed.Item(
            permalink: permalink.url,
            title: name,
            summary: summary.excerpt,
            html: images.map(\.html).joined() + content(at: .feed, permalink: permalink).markup,
            published: published.date,
            updated: updated.date,
            categories: tags.map(\.displayName),
            images: images
        )
    }
}

extension Photo {
    fileprivate func feedImage(siteURL: String) -> Feed.Image {
        Feed.Image(
            original: feedFile(original, siteURL: siteURL),
            copies: copies.map { feedFile($0, siteURL: siteURL) },
            thumbnail: thumbnail.map { feedFile($0, siteURL: siteURL) },
            caption: alt.isEmpty ? nil : alt
        )
    }

    private func feedFile(_ file: File, siteURL: String) -> Feed.Image.File {
        Feed.Image.File(
            url: siteURL + file.relativePath,
            mimeType: mimeType,
            byteCount: file.byteCount,
            width: file.width,
            height: file.height
        )
    }
}

extension Feed.Image {
    /// The photo above the words, for readers that show the entry's HTML and nothing else.
    fileprivate var html: String {
        let file = copies.first ?? original
        let size = [("width", file.width), ("height", file.height)]
            .map { name, pixels in pixels.map { " \(name)=\"\($0)\"" } ?? "" }
            .joined()
        let (url, alt) = (HTMLText.escape(file.url), HTMLText.escape(caption ?? ""))
        return "<p><img src=\"\(url)\" alt=\"\(alt)\"\(size) /></p>\n"
    }
}
