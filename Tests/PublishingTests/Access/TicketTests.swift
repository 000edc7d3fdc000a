import Foundation
import GRDB
import IndieWeb
import Publishing
import Synchronization
import TestSupport
import Testing

@Suite("Tickets")
struct TicketTests {
    private let fixture: AccessFixture
    private let tickets: Tickets

    init() throws {
        fixture = try AccessFixture()
        tickets = Tickets(database: fixture.database, now: fixture.now)
        try fixture.database.write { db in
            try db.execute(
                sql: "INSERT INTO notes (id, slug, file_path, published) VALUES (7, 'a', 'notes/a.md', 1)"
            )
        }
    }

    private func issue() async throws -> String {
        var random = SystemRandomNumberGenerator()
        let friend = try ProfileURL("https://friend.example/")
        return try await tickets.issue(noteID: 7, subject: friend, random: &random).ticket
    }

    private func redeem(_ ticket: String) async throws -> TokenResponse {
        var random = SystemRandomNumberGenerator()
        return try await tickets.redeem(ticket, random: &random)
    }

    @Test("a ticket is redeemed within five minutes, for a token that lasts half a year")
    func lifetimes() async throws {
        let (first, second) = (try await issue(), try await issue())
        fixture.wait(TimeInterval(Tickets.lifetime) - 1)
        let response = try await redeem(first)
        #expect(response.me == "https://friend.example/")
        #expect(response.scope == Scope("read"))
        #expect(response.expiresIn == Tickets.tokenLifetime)
        fixture.wait(1)
        #expect(await oauthError { _ = try await redeem(second) }?.code == .invalidGrant)
        fixture.wait(TimeInterval(Tickets.tokenLifetime) - 2)
        #expect(try await tickets.opens(7, token: response.accessToken))
        fixture.wait(3)
        #expect(try await !tickets.opens(7, token: response.accessToken))
    }

    @Test("of two who redeem a ticket at once, one gets a token that then ends, as with a code")
    func race() async throws {
        let ticket = try await issue()
        let tokens = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<20 { group.addTask { try? await redeem(ticket).accessToken } }
            return await group.compactMap(\.self).reduce(into: []) { $0.append($1) }
        }
        #expect(tokens.count == 1)
        #expect(try await !tickets.opens(7, token: try #require(tokens.first)))
    }

    @Test("who comes for another token loses the former one; withdrawing takes all that somebody has for a post")
    func former() async throws {
        let first = try await redeem(try await issue()).accessToken
        let second = try await redeem(try await issue()).accessToken
        #expect(try await !tickets.opens(7, token: first))
        #expect(try await tickets.opens(7, token: second))
        #expect(try await !tickets.opens(8, token: second))
        #expect(try await tickets.list(noteID: 7).count == 1)
        let unused = try await issue()
        try await tickets.withdraw(noteID: 7, subject: "https://other.example/")
        #expect(try await tickets.opens(7, token: second))
        try await tickets.withdraw(noteID: 7, subject: "https://friend.example/")
        #expect(try await !tickets.opens(7, token: second))
        #expect(await oauthError { _ = try await redeem(unused) }?.code == .invalidGrant)
        #expect(try await tickets.list(noteID: 7) == [])
    }

    @Test("who takes back all tokens takes back what others were let read")
    func revokeAll() async throws {
        let token = try await redeem(try await issue()).accessToken
        _ = try fixture.tokens.revokeAll()
        #expect(try await !tickets.opens(7, token: token))
    }

    @Test("neither ticket nor token is kept in clear text; a post that is purged takes its tickets along")
    func rest() async throws {
        let ticket = try await issue()
        #expect(try !fixture.holds(ticket, in: "tickets"))
        let token = try await redeem(ticket).accessToken
        #expect(try !fixture.holds(token, in: "tickets"))
        try await fixture.database.write { try $0.execute(sql: "DELETE FROM notes") }
        #expect(try fixture.count("tickets") == 0)
    }

    @Test("what has ended is swept away a day later")
    func sweep() async throws {
        _ = try await issue()
        let token = try await redeem(try await issue()).accessToken
        fixture.wait(86_400 + 301)
        try await AccessSweep(database: fixture.database).run(at: fixture.now())
        #expect(try fixture.count("tickets") == 1)
        #expect(try await tickets.opens(7, token: token))
        fixture.wait(TimeInterval(Tickets.tokenLifetime))
        try await AccessSweep(database: fixture.database).run(at: fixture.now())
        #expect(try fixture.count("tickets") == 0)
    }
}

@Suite("Tickets of others")
struct ExternalTokenTests {
    /// A site that lets the owner read, as a test wants it to be.
    private final class Issuer: Sendable {
        /// The status and body of the token endpoint.
        let answer = Mutex((200, ""))
        /// The document of the server.
        let document = Mutex("")
        /// The `Link` header of every page.
        let link = Mutex("<{root}token>; rel=token_endpoint")
    }

    private let issuer = Issuer()
    private let fixture: AccessFixture
    private let server: RawServer

    init() throws {
        fixture = try AccessFixture()
        server = try RawServer { [issuer] connection in
            let request = connection.readRequest()
            let isToken = request.hasPrefix("POST /token ")
            let isDocument = request.hasPrefix("GET /.well-known/")
            let (status, body) =
                isToken
                ? issuer.answer.withLock { $0 } : isDocument ? (200, issuer.document.withLock { $0 }) : (404, "")
            let link = issuer.link.withLock { $0 }.replacing("{root}", with: "/")
            connection.send(
                """
                HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nLink: \(link)\r\n\
                Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)
                """
            )
        }
        issuer.answer.withLock { $0.1 = Self.token("the token") }
    }

    private static func token(_ text: String, me: String = AccessFixture.me, life: String = "3600") -> String {
        #"{"access_token":"\#(text)","token_type":"Bearer","scope":"read","me":"\#(me)","expires_in":\#(life)}"#
    }

    private var root: String { "http://127.0.0.1:\(server.port)/" }

    private func ticketing(secret: String = "secret") throws -> Ticketing {
        Ticketing(
            owner: try ProfileURL(AccessFixture.me),
            issuer: try #require(WebAddress(AccessFixture.me)),
            allowsLoopback: true,
            database: fixture.database,
            secret: SessionSecret(secret),
            fetcher: .local(),
            now: fixture.now
        )
    }

    private func receive(_ ticket: String, to ticketing: Ticketing, resource: String? = nil) async throws {
        let pairs = [
            FormURLEncoded.Pair(name: "ticket", value: ticket),
            FormURLEncoded.Pair(name: "resource", value: resource ?? "\(root)secret"),
            FormURLEncoded.Pair(name: "subject", value: AccessFixture.me),
        ]
        try await ticketing.receive(FormURLEncoded(pairs))
    }

    private func redeem(_ ticketing: Ticketing) async -> [String] {
        let reports = Mutex<[String]>([])
        await ticketing.redeemWaiting { report in reports.withLock { $0.append(report) } }
        return reports.withLock { $0 }
    }

    /// Waits for what happens in the background.
    private func wait(until condition: () async throws -> Bool) async throws {
        for _ in 0..<4_000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("it does not happen")
    }

    @Test("a ticket is redeemed at the endpoint that the refused page names, and its token is kept sealed")
    func redeemed() async throws {
        let ticketing = try ticketing()
        try await receive("the ticket", to: ticketing)
        #expect(try !fixture.holds("the ticket", in: "external_tokens"))
        #expect(await redeem(ticketing) == [])
        let sent = try #require(server.requests.last)
        #expect(sent.hasPrefix("POST /token ") && sent.hasSuffix("grant_type=ticket&ticket=the+ticket"))
        let tokens = try await ticketing.received.list()
        #expect(tokens.map(\.token) == ["the token"])
        #expect(tokens[0].resources == ["\(root)secret"])
        #expect(tokens[0].expires.date == fixture.now().addingTimeInterval(3600))
        #expect(try !fixture.holds("the token", in: "external_tokens"))
        #expect(try await self.ticketing(secret: "another").received.list().map(\.token) == [nil])
        fixture.wait(3601)
        #expect(try await ticketing.received.list() == [])
    }

    @Test("a later token for the same takes the earlier one's place")
    func renewed() async throws {
        let ticketing = try ticketing()
        for text in ["one", "two"] {
            try await receive(text, to: ticketing)
            issuer.answer.withLock { $0.1 = Self.token(text) }
            #expect(await redeem(ticketing) == [])
        }
        #expect(try await ticketing.received.list().map(\.token) == ["two"])
    }

    @Test("a server that is away is asked again, for ten minutes", arguments: [500, 503])
    func away(status: Int) async throws {
        issuer.answer.withLock { $0.0 = status }
        let ticketing = try ticketing()
        try await receive("a", to: ticketing)
        #expect(await redeem(ticketing).count == 1)
        let asked = server.requests.count
        #expect(await redeem(ticketing) == [], "not twice in a minute")
        #expect(server.requests.count == asked)
        fixture.wait(60)
        issuer.answer.withLock { $0.0 = 200 }
        #expect(await redeem(ticketing) == [])
        #expect(try await ticketing.received.list().count == 1)

        issuer.answer.withLock { $0.0 = status }
        try await receive("b", to: ticketing, resource: "\(root)other")
        fixture.wait(601)
        #expect(await redeem(ticketing) == [])
        #expect(try fixture.count("external_tokens") == 1)
    }

    @Test(
        "a ticket that is no good is given up at once",
        arguments: [
            (400, #"{"error":"invalid_grant"}"#), (200, "[]"), (200, #"{"access_token":"a"}"#), (302, ""),
            (200, token("a", me: "https://mallory.example/")), (200, token(String(repeating: "a", count: 5_000))),
        ]
    )
    func refused(status: Int, body: String) async throws {
        issuer.answer.withLock { $0 = (status, body) }
        let ticketing = try ticketing()
        try await receive("a", to: ticketing)
        #expect(await redeem(ticketing).count == 1)
        #expect(try fixture.count("external_tokens") == 0)
    }

    @Test("a page that names no endpoint anywhere cannot be redeemed at")
    func unnamed() async throws {
        issuer.link.withLock { $0 = "</x>; rel=other" }
        let ticketing = try ticketing()
        try await receive("a", to: ticketing)
        #expect(await redeem(ticketing).count == 1)
        #expect(!server.requests.contains { $0.hasPrefix("POST") })
    }

    @Test(
        "an issuer is known by its document, with or without the slash, and by no other",
        arguments: ["", "/", "/other"]
    )
    func identifier(end: String) async throws {
        let server = String(root.dropLast())
        issuer.link.withLock { $0 = "</x>; rel=other" }
        issuer.document.withLock {
            $0 = """
                {"issuer":"\(server)\(end == "/other" ? "/.well-known/" : end)","token_endpoint":"\(server)/token",\
                "authorization_endpoint":"\(server)/a"}
                """
        }
        let ticketing = try ticketing()
        try await ticketing.receive(
            FormURLEncoded(
                [("ticket", "a"), ("resource", "\(root)secret"), ("subject", AccessFixture.me), ("iss", server)]
                    .map { FormURLEncoded.Pair(name: $0.0, value: $0.1) }
            )
        )
        #expect(await redeem(ticketing).count == (end == "/other" ? 1 : 0))
        #expect(try await ticketing.received.list().count == (end == "/other" ? 0 : 1))
    }

    @Test(
        "a token ends within a year, whatever is said of it",
        arguments: [
            "9223372036854775807", "-9223372036854775808", "1e300", "1000000000000", "\"9223372036854775807\"", "null",
        ]
    )
    func life(text: String) async throws {
        issuer.answer.withLock { $0.1 = Self.token("a", life: text) }
        let ticketing = try ticketing()
        try await receive("a", to: ticketing)
        #expect(await redeem(ticketing) == [])
        let tokens = try await ticketing.received.list()
        #expect(tokens.count == (text.hasPrefix("-") ? 0 : 1))
        fixture.wait(ExternalTokens.longestLife)
        #expect(try await ticketing.received.list() == [])
    }

    @Test("a ticket is sent once, also when two servers on the folder redeem it, or one is told to stop meanwhile")
    func once() async throws {
        let (one, other) = (try ticketing(), try ticketing())
        try await receive("a", to: one)
        async let first = redeem(one)
        async let second = redeem(other)
        _ = await (first, second)
        #expect(server.requests.count { $0.hasPrefix("POST /token ") } == 1)
        #expect(try await one.received.list().count == 1)

        try await receive("b", to: one, resource: "\(root)other")
        let work = Task { await redeem(one) }
        try await wait { server.requests.contains { $0.hasPrefix("POST /token ") && $0.hasSuffix("ticket=b") } }
        work.cancel()
        _ = await work.value
        #expect(try await one.received.list().count == 2)
    }

    @Test("a ticket that was sealed with another secret is neither sent nor in the way, and goes in time")
    func otherSecret() async throws {
        let ticketing = try ticketing()
        try await receive("a", to: try self.ticketing(secret: "another"))
        try await receive("b", to: ticketing, resource: "\(root)other")
        #expect(await redeem(ticketing) == [])
        #expect(server.requests.count { $0.hasPrefix("POST /token ") } == 1)
        #expect(try fixture.count("external_tokens") == 2)
        fixture.wait(601)
        _ = await redeem(ticketing)
        #expect(try fixture.count("external_tokens") == 1)
    }

    @Test("run redeems what comes, and ends when it is told to")
    func running() async throws {
        let ticketing = try ticketing()
        let work = Task { await ticketing.run { _ in } }
        try await receive("a", to: ticketing)
        try await wait { try await !ticketing.received.list().isEmpty }
        work.cancel()
        await work.value
    }

    @Test("only so many tickets wait at once, in all and of one site, and only so many tokens are kept of one")
    func capacity() async throws {
        let ticketing = try ticketing()
        func taken(_ resources: [String]) async -> Int {
            var errors: [OAuthError.Code] = []
            for resource in resources {
                let error = await oauthError { try await receive("a", to: ticketing, resource: resource) }
                if let error { errors.append(error.code) }
            }
            #expect(errors.allSatisfy { $0 == .temporarilyUnavailable })
            return resources.count - errors.count
        }
        #expect(await taken((0..<10).map { "https://one.example/\($0)" }) == 3)
        #expect(await taken((0..<30).map { "https://\($0).example/" }) == 17)
        fixture.wait(601)
        for number in 0..<30 where await taken(["\(root)\(number)"]) == 1 {
            #expect(await redeem(ticketing) == [])
        }
        #expect(try await ticketing.received.list().count == ExternalTokens.mostOfSite)
    }
}
