import Foundation
import GRDB
import IndieWeb

/// What a post is to be: its properties taken apart into what its row, its tags, its photos and its file hold.
struct PostRecord {
    /// The words, for the file.
    var content: PostContent
    var status: PostStatus
    var visibility: Visibility
    var type: PostType
    /// When it was or will be published; nil where the author has not said.
    var published: StoredTimestamp?
    /// When it was changed last, where the author has said.
    var updated: StoredTimestamp?
    /// The properties that have no column.
    var properties: MicroformatsProperties
    var tags: [Tag]
    /// What the search is to know of it.
    let words: PostWords

    /// Takes properties apart, which have been validated.
    ///
    /// - Parameters:
    ///   - source: the properties of the whole post.
    ///   - siteURL: the address of the site, to tell its own files by.
    init(_ source: MicroformatsProperties, siteURL: String) {
        var rest = source.relativizingMedia(siteURL: siteURL)
        content = source.first("content").flatMap(PostContent.init) ?? PostContent("")
        status = source.text("post-status").flatMap(PostStatus.init) ?? .published
        visibility = source.text("visibility").flatMap(Visibility.init) ?? .public
        published = source.text("published").flatMap(StoredTimestamp.init)
        updated = source.text("updated").flatMap(StoredTimestamp.init)
        // Parsed here, before anybody has to wait for the database.
        words = PostWords(content, source)
        type = words.type
        for name in ["content", "post-status", "visibility", "url"] { rest[name] = [] }
        properties = rest
        tags = Tag.all(in: source["category"])
    }

    /// The record with pictures and other media named by their originals, where the author named a smaller copy.
    func naming(originalsIn db: Database) throws -> PostRecord {
        var record = self
        record.properties = try properties.naming(originalsIn: db)
        return record
    }

    /// The text of the column `properties`: with the content, as far as it is more than the words in the file.
    var storedProperties: String {
        var stored = properties
        stored["content"] = content.frame.map { [.object($0)] } ?? []
        return stored.stored
    }

    /// The longest text of that column to which an update may add, in bytes: as long as the longest request.
    static let maximumBytes = MicropubRequest.maximumBytes

    /// When it was changed last, where the author has said; a time still to come is none, and the given one stands for it.
    func revisionTime(notAfter latest: Date) -> StoredTimestamp? {
        updated.map { StoredTimestamp(min($0.date, latest)) }
    }

    /// The photos that lie in the media folder, by their path there, with their alternative text.
    var storedPhotos: [(path: String, alt: String?)] {
        properties["photo"].compactMap { value in
            guard let photo = Photo(value), let file = photo.stored?.original else { return nil }
            return (file.path, photo.alt.isEmpty ? nil : photo.alt)
        }
    }
}

extension MicroformatsProperties {
    /// The properties, files named as they are kept, with the originals of smaller copies in their places.
    func naming(originalsIn db: Database) throws -> MicroformatsProperties {
        var named = self
        for name in MicroformatsProperties.files {
            named[name] = try self[name].map { value in
                guard let file = value.mediaAddress.flatMap(MediaReference.init(stored:)),
                    let original = try StoredMedia.fetch(path: file.path, from: db), original.path != file.path
                else { return value }
                return value.withMediaAddress(MediaReference(path: original.path).stored)
            }
        }
        return named
    }
}
