package import Foundation
import Synchronization

/// Finished answers, so that a page which many read is made once.
///
/// Whoever changes something calls ``forget(_:)`` after the change can be read and before anybody is told of it. Then no
/// one who asks afterwards gets what was made before.
package final class PageCache: Sendable {
    /// What an answer is found by.
    ///
    /// Only requests that can be answered differently should differ in it: every made-up query is a page of its own.
    package struct Key: Sendable, Hashable {
        /// The path.
        package var path: String
        /// The part of the query that the page looks at.
        package var query: String
        /// The format, where the page has several.
        package var format: String

        /// Creates a key.
        package init(path: String, query: String = "", format: String = "") {
            self.path = path
            self.query = query
            self.format = format
        }

        var byteCount: Int { path.utf8.count + query.utf8.count + format.utf8.count }

        /// The target of the request that asks for the page, where nothing else of the request counts.
        var target: String? {
            guard format.isEmpty else { return nil }
            return query.isEmpty ? path : "\(path)?\(query)"
        }
    }

    /// What an answer was made from.
    package enum Dependency: Sendable, Hashable {
        /// A post, by its row.
        case note(Int64)
        /// Which posts there are, newest first.
        case timeline
        /// Which posts have a tag, by the name that identifies it.
        case tag(String)
        /// Which posts are of a month, or, without one, of a year.
        case archive(year: Int, month: Int?)
        /// The owner's profile.
        case author
        /// All there is: an answer made from it goes with every change, and forgetting it empties the cache.
        case everything
    }

    /// A page that was made, and how long it holds.
    package struct Page: Sendable {
        /// The answer.
        package let answer: CachedAnswer
        /// What it was made from.
        package let dependencies: Set<Dependency>
        /// When it becomes wrong by itself, as when the next scheduled post comes out; nil for never.
        package let expires: Date?

        /// Creates a page.
        package init(answer: CachedAnswer, dependencies: Set<Dependency>, expires: Date? = nil) {
            self.answer = answer
            self.dependencies = dependencies
            self.expires = expires
        }
    }

    /// The state of the site at which a page was begun.
    package struct Token: Sendable {
        fileprivate let generation: UInt64
    }

    /// What the cache has done.
    package struct Statistics: Sendable, Equatable {
        /// Requests answered from the cache.
        package var hits = 0
        /// Requests for what it did not have.
        package var misses = 0
        /// Answers that it holds.
        package var count = 0
        /// Bytes that they take, about.
        package var byteCount = 0
    }

    fileprivate struct State {
        var entries: PageCacheEntries
        var flights = PageFlights()
        /// Counts the changes. A page that was begun before one may show what was before it.
        var generation: UInt64 = 0
        var hits = 0
        var misses = 0
    }

    fileprivate enum Arrival {
        case hit(CachedAnswer)
        case wait(PageFlights.ID)
        case render(PageFlights.ID, Token)
    }

    private let state: Mutex<State>

    /// Creates an empty cache that takes so many bytes at most.
    package init(maximumBytes: Int) {
        state = Mutex(State(entries: PageCacheEntries(maximumBytes: maximumBytes)))
    }

    /// The answer under a key, if it holds at this time.
    package func answer(for key: Key, now: Date) -> CachedAnswer? {
        state.withLock { state in
            let answer = state.entries.answer(for: key, now: now)
            if answer == nil { state.misses += 1 } else { state.hits += 1 }
            return answer
        }
    }

    /// The reply to a request whose target is the path and the query of a key without a format.
    ///
    /// Not having it counts as no miss: whoever asks so goes on to ask by the key.
    func reply(forTarget target: String, in coding: ContentCoding, now: Date) -> WireReply? {
        state.withLock { state in
            let reply = state.entries.reply(forTarget: target, in: coding, now: now)
            if reply != nil { state.hits += 1 }
            return reply
        }
    }

    /// To be called before anything is read for a page that is to be stored.
    package func begin() -> Token {
        state.withLock { Token(generation: $0.generation) }
    }

    /// Keeps a page, unless something has changed since it was begun.
    ///
    /// - Returns: whether it is kept.
    @discardableResult
    package func store(_ page: Page, for key: Key, token: Token) -> Bool {
        state.withLock { $0.store(page, for: key, token: token) }
    }

    /// Drops the answers that were made from any of these, and whatever is being made now.
    package func forget(_ dependencies: Set<Dependency>) {
        state.withLock { state in
            state.generation += 1
            state.entries.forget(dependencies)
            state.flights.startAnew()
        }
    }

    /// What the cache has done so far.
    package var statistics: Statistics {
        state.withLock {
            Statistics(hits: $0.hits, misses: $0.misses, count: $0.entries.count, byteCount: $0.entries.byteCount)
        }
    }

    /// The answer under a key, made if need be; of several that ask at once, one makes it and the others wait.
    ///
    /// - Parameters:
    ///   - key: what it is found by.
    ///   - now: the time, for what becomes wrong by itself.
    ///   - render: makes the page.
    /// - Returns: the answer.
    /// - Throws: what `render` throws. An error is not kept, and not shared with those who wait.
    package func answer(
        for key: Key,
        now: Date,
        render: () async throws -> Page
    ) async throws -> CachedAnswer {
        switch state.withLock({ $0.arrive(for: key, now: now) }) {
        case .hit(let answer):
            return answer
        case .render(let flight, let token):
            return try await self.render(for: key, flight, token, render)
        case .wait(let flight):
            if let answer = await self.answer(of: flight) { return answer }
            // The other one failed, or was done before we could wait for it.
            if let answer = state.withLock({ $0.entries.answer(for: key, now: now) }) { return answer }
            let token = begin()
            let page = try await render()
            store(page, for: key, token: token)
            return page.answer
        }
    }

    private func render(
        for key: Key,
        _ flight: PageFlights.ID,
        _ token: Token,
        _ render: () async throws -> Page
    ) async throws -> CachedAnswer {
        var answer: CachedAnswer?
        defer {
            // Those who wait are woken outside of the lock, whatever has happened.
            let waiting = state.withLock { $0.flights.end(flight, for: key) }
            for continuation in waiting { continuation.resume(returning: answer) }
        }
        let page = try await render()
        store(page, for: key, token: token)
        answer = page.answer
        return page.answer
    }

    private func answer(of flight: PageFlights.ID) async -> CachedAnswer? {
        await withCheckedContinuation { continuation in
            let isUnderWay = state.withLock { $0.flights.wait(for: flight, continuation) }
            if !isUnderWay { continuation.resume(returning: nil) }
        }
    }
}

extension PageCache.State {
    fileprivate mutating func arrive(for key: PageCache.Key, now: Date) -> PageCache.Arrival {
        if let answer = entries.answer(for: key, now: now) {
            hits += 1
            return .hit(answer)
        }
        misses += 1
        if let flight = flights.flight(for: key) { return .wait(flight) }
        return .render(flights.begin(for: key), PageCache.Token(generation: generation))
    }

    fileprivate mutating func store(_ page: PageCache.Page, for key: PageCache.Key, token: PageCache.Token) -> Bool {
        token.generation == generation && entries.insert(page, for: key)
    }
}
