import Foundation
import HTTPTypes
import NIOCore
import Synchronization
import Testing
import Web

@Suite("PageCache, asked by many at once", .timeLimit(.minutes(10)))
struct PageCacheConcurrencyTests {
    let cache = PageCache(maximumBytes: 1_000_000)
    let now = Date(timeIntervalSince1970: 1_000)
    let home = PageCache.Key(path: "/")

    struct Failure: Error {}

    @Test("a page that many ask for is made once")
    func once() async throws {
        let renderings = Shared(0)
        let answers = try await withThrowingTaskGroup(of: CachedAnswer.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await cache.answer(for: home, now: now) {
                        renderings.withLock { $0 += 1 }
                        // All others have come.
                        while cache.statistics.misses < 50 { await Task.yield() }
                        return PageCache.Page(answer: answer("a"), dependencies: [.timeline])
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 50)
        #expect(answers.allSatisfy { $0 == answer("a") })
        #expect(renderings.withLock(\.self) == 1)
        #expect(try await cache.answer(for: home, now: now) { throw Failure() } == answer("a"))
        #expect(cache.statistics.hits == 1)
    }

    @Test("who waited for one that failed makes the page itself")
    func failure() async throws {
        let renderings = Shared(0)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let made = try? await cache.answer(for: home, now: now) {
                        let isFirst = renderings.withLock { count in
                            count += 1
                            return count == 1
                        }
                        while cache.statistics.misses < 20 { await Task.yield() }
                        if isFirst { throw Failure() }
                        return PageCache.Page(answer: answer("a"), dependencies: [.timeline])
                    }
                    return made == answer("a")
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter(\.self).count == 19)
        #expect(cache.answer(for: home, now: now) == answer("a"))
    }

    @Test("nobody who asks after a change waits for a page that was begun before it")
    func change() async throws {
        let isBegun = Shared(false)
        let mayEnd = Shared(false)
        async let old = cache.answer(for: home, now: now) {
            isBegun.withLock { $0 = true }
            // Not for ever: a test that fails should end too.
            for _ in 0..<100_000 where !mayEnd.withLock(\.self) { await Task.yield() }
            return PageCache.Page(answer: answer("old"), dependencies: [.timeline])
        }
        while !isBegun.withLock(\.self) { await Task.yield() }
        cache.forget([.note(1)])
        let new = try await cache.answer(for: home, now: now) {
            PageCache.Page(answer: answer("new"), dependencies: [.timeline])
        }
        #expect(new == answer("new"))
        mayEnd.withLock { $0 = true }
        #expect(try await old == answer("old"))
        #expect(cache.answer(for: home, now: now) == answer("new"))
    }

    @Test("readers never see less than what was written before they asked")
    func readYourWrites() async throws {
        // Versions of a page: the one in the database, and the newest that its writer has announced.
        let stored = Shared(0)
        let announced = Shared(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for version in 1...2_000 {
                    stored.withLock { $0 = version }
                    cache.forget([.timeline])
                    announced.withLock { $0 = version }
                    await Task.yield()
                }
            }
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<2_000 {
                        let least = announced.withLock(\.self)
                        let seen = try await cache.answer(for: home, now: now) {
                            let version = stored.withLock(\.self)
                            await Task.yield()
                            return PageCache.Page(answer: versioned(version), dependencies: [.timeline])
                        }
                        #expect(version(of: seen) >= least)
                    }
                }
            }
            try await group.waitForAll()
        }
        // Nothing is kept where the writer was the last to come.
        let last = try await cache.answer(for: home, now: now) {
            PageCache.Page(answer: versioned(stored.withLock(\.self)), dependencies: [.timeline])
        }
        #expect(version(of: last) == 2_000)
    }

    /// A page whose length is its version.
    private func versioned(_ version: Int) -> CachedAnswer { answer(String(repeating: "x", count: version)) }

    private func version(of answer: CachedAnswer) -> Int {
        answer.reply(to: .get, [:]).body?.readableBytes ?? -1
    }
}

/// A value that several tasks change.
private final class Shared<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: sending Value) {
        self.value = Mutex(value)
    }

    func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        value.withLock { body(&$0) }
    }
}
