import Foundation
import Testing
import Web

@Suite("PageCache")
struct PageCacheTests {
    let cache = PageCache(maximumBytes: 100_000)
    let now = Date(timeIntervalSince1970: 1_000)
    let home = PageCache.Key(path: "/")

    @Test("an answer that was stored is found, under its key alone")
    func found() {
        #expect(cache.answer(for: home, now: now) == nil)
        #expect(cache.store(page("a", .timeline), for: home, token: cache.begin()))
        #expect(cache.answer(for: home, now: now) == answer("a"))
        for key in [PageCache.Key(path: "/x"), .init(path: "/", query: "a=b"), .init(path: "/", format: "rss")] {
            #expect(cache.answer(for: key, now: now) == nil)
        }
        #expect(cache.statistics.hits == 1)
        #expect(cache.statistics.misses == 4)
        #expect(cache.statistics.count == 1)
    }

    @Test("the newer answer under a key stays")
    func replaced() {
        cache.store(page("a", .note(1)), for: home, token: cache.begin())
        let bytes = cache.statistics.byteCount
        cache.store(page("b", .note(2)), for: home, token: cache.begin())
        #expect(cache.answer(for: home, now: now) == answer("b"))
        #expect(cache.statistics.byteCount == bytes)
        cache.forget([.note(1)])
        #expect(cache.answer(for: home, now: now) == answer("b"))
    }

    @Test(
        "what was made from something goes with it, and with it alone",
        arguments: [
            ([.note(1)], ["b", "c", "d", "f"]), ([.timeline], ["a", "c", "d", "f"]),
            ([.tag("x")], ["a", "b", "d", "f"]),
            ([.archive(year: 2025, month: 11)], ["a", "b", "c", "f"]), ([.note(9)], ["a", "b", "c", "d", "f"]),
            ([.note(1), .tag("x")], ["b", "d", "f"]), ([.archive(year: 2025, month: nil)], ["a", "b", "c", "d"]),
            ([.everything], []), ([], ["a", "b", "c", "d", "f"]),
        ] as [(Set<PageCache.Dependency>, [String])]
    )
    func forgotten(dependencies: Set<PageCache.Dependency>, left: [String]) {
        let pages: [(String, [PageCache.Dependency])] = [
            ("a", [.note(1), .author]), ("b", [.timeline, .author]), ("c", [.tag("x")]),
            ("d", [.archive(year: 2025, month: 11)]), ("e", [.everything]), ("f", [.archive(year: 2025, month: nil)]),
        ]
        for (name, dependencies) in pages {
            cache.store(
                PageCache.Page(answer: answer(name), dependencies: Set(dependencies)),
                for: PageCache.Key(path: name),
                token: cache.begin()
            )
        }
        cache.forget(dependencies)
        let found = pages.map(\.0).filter { cache.answer(for: PageCache.Key(path: $0), now: now) != nil }
        #expect(found == left)
        #expect(cache.statistics.count == left.count)
    }

    @Test("a page that was being made while something changed is not kept")
    func overtaken() {
        let token = cache.begin()
        cache.forget([.note(5)])
        #expect(!cache.store(page("a", .timeline), for: home, token: token))
        #expect(cache.answer(for: home, now: now) == nil)
        #expect(cache.store(page("a", .timeline), for: home, token: cache.begin()))
    }

    @Test("an answer ends at its moment")
    func expiry() {
        let page = PageCache.Page(answer: answer("a"), dependencies: [.timeline], expires: now)
        cache.store(page, for: home, token: cache.begin())
        #expect(cache.answer(for: home, now: now.addingTimeInterval(-1)) == answer("a"))
        #expect(cache.answer(for: home, now: now) == nil)
        #expect(cache.statistics.count == 0)
        #expect(cache.statistics.byteCount == 0)
    }

    @Test("it never takes more bytes than it may, and keeps what is asked for")
    func bounded() {
        cache.store(page("home", .timeline), for: home, token: cache.begin())
        for number in 0..<1_000 {
            #expect(cache.answer(for: home, now: now) != nil, "\(number)")
            cache.store(page("\(number)", .note(Int64(number))), for: .init(path: "/\(number)"), token: cache.begin())
            #expect(cache.statistics.byteCount <= 100_000)
        }
        #expect((12...24).contains(cache.statistics.count))
        cache.forget([.everything])
        #expect(cache.statistics.byteCount == 0)
    }

    @Test("an answer larger than all room is not kept, and pushes nothing out")
    func large() {
        cache.store(page("a", .timeline), for: home, token: cache.begin())
        let large = CachedAnswer(
            bytes: [UInt8](repeating: 0, count: 200_000),
            contentType: "text/plain",
            cacheControl: "no-cache"
        )
        let page = PageCache.Page(answer: large, dependencies: [.timeline])
        #expect(!cache.store(page, for: PageCache.Key(path: "/large"), token: cache.begin()))
        #expect(cache.answer(for: home, now: now) != nil)
        #expect(!PageCache(maximumBytes: 0).store(self.page("a", .timeline), for: home, token: cache.begin()))
    }

    @Test("the book-keeping adds up after many changes")
    func bookkeeping() {
        var state: UInt64 = 1
        func random(below limit: UInt64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((state >> 33) % limit)
        }
        for _ in 0..<5_000 {
            let number = random(below: 150)
            let key = PageCache.Key(path: "/\(number)")
            switch random(below: 10) {
            case 0: cache.forget([.note(number)])
            case 1: cache.forget([.tag("\(number % 7)")])
            case 2...4: _ = cache.answer(for: key, now: now)
            default:
                let page = PageCache.Page(
                    answer: answer(String(repeating: "x", count: Int(number))),
                    dependencies: [.note(number), .tag("\(number % 7)")]
                )
                cache.store(page, for: key, token: cache.begin())
            }
            #expect(cache.statistics.byteCount <= 100_000)
        }
        cache.forget(Set((0..<7).map { .tag("\($0)") }))
        #expect(cache.statistics.count == 0)
        #expect(cache.statistics.byteCount == 0)
    }

    private func page(_ text: String, _ dependency: PageCache.Dependency) -> PageCache.Page {
        PageCache.Page(answer: answer(text), dependencies: [dependency])
    }
}

/// An answer that says so.
func answer(_ text: String) -> CachedAnswer {
    CachedAnswer(bytes: Array(text.utf8), contentType: "text/plain", cacheControl: "no-cache")
}
