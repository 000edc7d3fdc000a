import IndieWeb
import Testing

@testable import Publishing

@Suite("Requests that are repeated with their key")
struct IdempotencyKeyTests {
    private static func key(_ owner: IdempotencyKey.Owner = .token(1), body: [UInt8] = [1]) -> IdempotencyKey {
        IdempotencyKey(key: "k", owner: owner, body: body)
    }

    @Test("make no second post, for a day; another request with the key is refused")
    func repetition() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["x"]], key: Self.key())
        #expect(try await site.create(["content": ["x"]], key: Self.key()) == slug)
        await #expect(throws: PublishingError.reusedIdempotencyKey) {
            _ = try await site.create(["content": ["y"]], key: Self.key(body: [2]))
        }
        site.wait(86_401)
        #expect(try await site.create(["content": ["x"]], key: Self.key()) != slug)
    }

    @Test("belong to whoever chose the key", arguments: [IdempotencyKey.Owner.token(2), .grant(1), .session(1)])
    func owners(other: IdempotencyKey.Owner) async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["x"]], key: Self.key())
        #expect(try await site.create(["content": ["x"]], key: Self.key(other)) != slug)
    }

    @Test("are known after the access token was refreshed")
    func refreshed() {
        func owner(_ id: Int64, grantID: Int64?) -> IdempotencyKey.Owner {
            let token = AccessToken(
                id: id,
                me: "https://alice.example.com/",
                clientID: "https://app.example/",
                scope: Scope("create"),
                created: .unknown,
                expires: .unknown,
                lastUsed: nil,
                revoked: nil,
                grantID: grantID
            )
            return IdempotencyKey.Owner(token)
        }
        #expect(owner(1, grantID: 7) == owner(2, grantID: 7))
        #expect(owner(1, grantID: nil) != owner(2, grantID: nil))
        #expect(owner(7, grantID: nil) != owner(1, grantID: 7))
    }

    @Test("say so when the post was deleted, and lead to it when it is back")
    func deleted() async throws {
        let site = try PublisherFixture()
        let slug = try await site.create(["content": ["x"]], slug: "taken-back", key: Self.key())
        try await site.publisher.delete(slug: slug)
        await #expect(throws: PublishingError.deletedPost("https://alice.example.com/note/taken-back")) {
            _ = try await site.create(["content": ["x"]], key: Self.key())
        }
        #expect(try site.value("SELECT count(*) FROM notes") == "1")
        _ = try await site.publisher.undelete(slug: slug)
        #expect(try await site.create(["content": ["x"]], key: Self.key()) == slug)
    }
}
