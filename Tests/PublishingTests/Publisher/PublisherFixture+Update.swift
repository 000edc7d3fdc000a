import GRDB
import IndieWeb

@testable import Publishing

extension PublisherFixture {
    /// Changes a post as a client does.
    ///
    /// - Returns: its slug afterwards.
    @discardableResult
    func update(
        _ slug: String,
        mayPublish: Bool = true,
        _ change: (inout MicropubUpdate) -> Void
    ) async throws -> String {
        var update = MicropubUpdate()
        change(&update)
        return try await publisher.update(slug: slug, update, mayPublish: mayPublish).permalink.slug
    }

    /// The post as its owner reads it.
    func post(_ slug: String) async throws -> Post {
        let site = Site(configuration: configuration, reader: database) { [clock] in clock.now }
        return try await site.source(slug: slug)
    }

    /// A property as `q=source` gives it.
    func source(_ slug: String, _ property: String) async throws -> String? {
        let json = try await post(slug).microformats(siteURL: configuration.siteURL)
        return json["properties"]?.objectValue?[property]?.text
    }

    /// A column of the row of a post.
    func column(_ name: String, of slug: String) throws -> String? {
        try database.read {
            try String.fetchOne($0, sql: "SELECT \(name) FROM notes WHERE slug = ?", arguments: [slug])
        }
    }
}
