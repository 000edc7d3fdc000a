package import Foundation
package import IndieWeb
import Microformats

extension Post {
    /// What a new post would be, for a look at it before it is made. Nothing is stored.
    ///
    /// - Parameters:
    ///   - request: what the post is to be.
    ///   - now: its date, where the request has none.
    ///   - siteURL: the address of the site; ends with `/`.
    package init(previewing request: MicropubCreate, now: Date, siteURL: String) {
        let record = PostRecord(request.properties, siteURL: siteURL)
        let published = record.published ?? StoredTimestamp(now)
        self.init(
            id: 0,
            slug: request.commands.slug.flatMap(Slug.normalized) ?? Slug.timestamp(published.date),
            type: record.type,
            status: record.status,
            visibility: record.visibility,
            published: published,
            updated: published,
            tags: record.tags,
            photos: record.properties["photo"].compactMap(Photo.init(previewing:)),
            content: record.content,
            properties: record.properties
        )
    }
}

extension Photo {
    /// The original alone: what else there is of it, and of which size, is of no matter for a preview.
    fileprivate init?(previewing value: JSONValue) {
        guard let address = value.plainText else { return nil }
        let alt = value.objectValue?["alt"]?.stringValue ?? ""
        if let path = MediaReference(stored: address)?.path {
            let file = StoredPhoto.File(path: path, width: nil, height: nil, byteCount: 0)
            self.init(.stored(StoredPhoto(original: file, mimeType: "image/jpeg")), alt: alt)
        } else {
            guard URLReference(address)?.isWebAddress == true else { return nil }
            self.init(.remote(url: address), alt: alt)
        }
    }
}
