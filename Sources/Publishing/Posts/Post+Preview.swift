package import Foundation
package import IndieWeb

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
            exposure: Exposure(record.status, record.visibility, from: published.date),
            published: published,
            updated: published,
            tags: record.tags,
            photos: record.properties["photo"].compactMap { Photo($0) },
            content: record.content,
            properties: record.properties
        )
    }
}
