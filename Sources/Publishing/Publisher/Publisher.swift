package import Foundation
package import GRDB
package import Logging
import Synchronization

/// The only writer of posts and media: each change, with all that follows from it, is one transaction.
///
/// What a change is and does stands in the extensions of this type; how changes are committed and become durable, in
/// ``ChangeQueue``. A call that returns has made its change durable; one that throws has changed nothing.
package final class Publisher: Sendable {
    let configuration: SiteConfiguration
    let reader: any DatabaseReader
    let notes: NoteFolder
    let index: SearchIndex
    let now: @Sendable () -> Date
    let logger: Logger
    let processor: ImageProcessor
    /// Where all changes are made.
    let changes: ChangeQueue
    /// Whether the database is open for reading alone, and stays so; see ``awaitWritableDisk(lookingEach:)``.
    let isReadOnly: Bool
    /// What the ids of posts in feeds begin with; see ``FeedOrigin``.
    let feedAuthority: String
    /// The number that a slug was given last: many posts of one second differ by their numbers alone. Only whoever has the
    /// database touches it.
    private let lastNumber = Mutex<Slug.Number?>(nil)

    /// A writer of a site. Several of them, in several processes, wait for each other.
    ///
    /// - Throws: when the data folder cannot be written.
    package init(
        configuration: SiteConfiguration,
        database: any DatabaseWriter,
        processor: ImageProcessor,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) throws {
        self.configuration = configuration
        self.processor = processor
        self.logger = logger
        self.now = now
        reader = database
        isReadOnly = database.writeWithoutTransaction(\.isOpenForReadingAlone)
        changes = try ChangeQueue(database: database, dataPath: configuration.dataPath, logger: logger)
        // After the queue, which makes the folder: it is looked up once.
        notes = NoteFolder(dataPath: configuration.dataPath)
        index = SearchIndex(notes: notes)
        feedAuthority = FeedOrigin.authority(ofSite: configuration.siteURL)
    }

    /// Finishes what a stop has interrupted. To be called before the first request, and again where it failed.
    ///
    /// - Throws: what the database says. The site can be read all the same, and what is not finished does not get lost.
    package func recover() throws {
        try changes.recover()
        let siteURL = configuration.siteURL
        guard try reader.read({ try FeedOrigin.isUnknown(siteURL: siteURL, in: $0) }) else { return }
        try changes.performNow { db, _ in try FeedOrigin.remember(siteURL: siteURL, in: db) }
    }

    /// Forgets the changes whose files are in place, and puts those in place that are not: so a backup holds none of them,
    /// unless others are made meanwhile.
    ///
    /// - Throws: what the database says.
    package func settle() async throws { try await changes.settle() }

    /// As ``settle()``, when the site closes.
    ///
    /// - Throws: what the database says.
    package func close() throws { try changes.close() }

    /// Settles a moment after the last change, again and again until it is cancelled.
    package func settleWhenQuiet() async { await changes.settleWhenQuiet() }

    /// A slug for a new post that no other has or had.
    ///
    /// - Parameters:
    ///   - wanted: the author's words, nil for none.
    ///   - date: when the post was made.
    ///   - db: the transaction of the change.
    /// - Returns: the slug.
    /// - Throws: what the database says.
    func freeSlug(wanted: String?, date: Date, in db: Database) throws -> String {
        // Taken out and put back: no lock is held while the database is asked.
        var last = lastNumber.withLock(\.self)
        let slug = try Slug.free(wanted: wanted, date: date, after: &last) { try FormerSlug.isTaken($0, in: db) }
        lastNumber.withLock { $0 = last }
        return slug
    }
}
