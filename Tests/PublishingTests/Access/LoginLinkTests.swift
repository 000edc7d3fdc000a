import Foundation
import Publishing
import Testing

@Suite("Login links")
struct LoginLinkTests {
    @Test("a link works once, and looking at it does not use it up")
    func once() async throws {
        let fixture = try AccessFixture()
        let links = LoginLinks(database: fixture.database, now: fixture.now)
        let secret = try make(links)
        #expect(Base64URL.decode(secret)?.count == 32)
        #expect(try !fixture.holds(secret, in: "login_links"))
        #expect(try await links.isGood(secret))
        #expect(try await links.isGood(secret))
        #expect(try await links.use(secret))
        #expect(try await !links.isGood(secret))
        #expect(try await !links.use(secret))
    }

    @Test("a link lasts ten minutes", arguments: [(599.0, true), (600, false)])
    func lifetime(seconds: TimeInterval, isGood: Bool) async throws {
        let fixture = try AccessFixture()
        let links = LoginLinks(database: fixture.database, now: fixture.now)
        let secret = try make(links)
        fixture.wait(seconds)
        #expect(try await links.isGood(secret) == isGood)
        #expect(try await links.use(secret) == isGood)
    }

    @Test("a second link leaves the first good; no other text works")
    func several() async throws {
        let fixture = try AccessFixture()
        let links = LoginLinks(database: fixture.database, now: fixture.now)
        let (first, second) = (try make(links), try make(links))
        for wrong in ["", "x", "'", ContentHash(first).hex] {
            #expect(try await !links.use(wrong), "\(wrong)")
        }
        #expect(try await links.use(second))
        #expect(try await links.use(first))
    }

    @Test("of many uses at once one works")
    func concurrency() async throws {
        let fixture = try AccessFixture()
        let links = LoginLinks(database: fixture.database, now: fixture.now)
        let secret = try make(links)
        let count = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { try await links.use(secret) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 1)
    }

    private func make(_ links: LoginLinks) throws -> String {
        var random = SystemRandomNumberGenerator()
        return try links.make(random: &random)
    }
}
