package import Foundation
package import GRDB
package import IndieWeb
import Synchronization

/// Leave to read private pages, sent to others and received from them
/// (Ticketing for IndieAuth, https://indieweb.org/Ticketing_for_IndieAuth).
package struct Ticketing: Sendable {
    /// What the owner gave.
    package let sent: Tickets
    /// What the owner got.
    package let received: ExternalTokens

    private let owner: ProfileURL
    private let issuer: WebAddress
    private let client: ProviderClient
    private let now: @Sendable () -> Date
    private let attempts = TicketAttempts()
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation

    /// Seconds between two attempts to redeem a ticket.
    static let interval = 60.0
    /// How many characters a token may have.
    static let longestToken = 4_096

    /// The ticketing of a site.
    ///
    /// - Parameters:
    ///   - owner: the owner's identity.
    ///   - issuer: the site's address, with a slash at its end.
    ///   - allowsLoopback: whether the site is on this machine, for trying things out.
    ///   - database: the site's database.
    ///   - secret: what tokens of others are sealed with.
    ///   - fetcher: what asks.
    ///   - now: the clock.
    package init(
        owner: ProfileURL,
        issuer: WebAddress,
        allowsLoopback: Bool,
        database: any DatabaseWriter,
        secret: SessionSecret,
        fetcher: WebFetcher,
        now: @escaping @Sendable () -> Date
    ) {
        sent = Tickets(database: database, now: now)
        received = ExternalTokens(database: database, secret: secret, now: now)
        (self.owner, self.issuer, self.now) = (owner, issuer, now)
        client = ProviderClient(fetcher: fetcher, allowsLoopback: allowsLoopback)
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Lets somebody read a private post: sends a ticket to their site.
    ///
    /// - Parameters:
    ///   - noteID: the post.
    ///   - address: the post's address.
    ///   - person: whom, as the owner entered it.
    ///   - random: where the ticket comes from.
    /// - Throws: ``TicketError``; then nothing was given, but for ``TicketError/unanswered``.
    package func send(
        noteID: Int64,
        at address: String,
        to person: String,
        random: inout some RandomNumberGenerator
    ) async throws {
        guard let entered = ProfileURL.candidates(entered: person, allowsLoopback: client.allowsLoopback).first,
            let resource = WebAddress(address)
        else { throw TicketError.noProfile }
        do {
            let (subject, endpoint) = try await ticketEndpoint(of: entered)
            guard subject != owner else { throw TicketError.yourself }
            let (ticket, id) = try await sent.issue(noteID: noteID, subject: subject, random: &random)
            let offer = TicketOffer(ticket: ticket, resource: resource, subject: subject, issuer: issuer)
            try await deliver(offer, id: id, to: endpoint)
        } catch let error as ProviderError {
            throw TicketError.unreachable(error.description)
        }
    }

    /// A site that does not answer may have the ticket all the same, and may have redeemed it already. Without the row
    /// its token would be dead, and with it the ticket ends by itself.
    private func deliver(_ offer: TicketOffer, id: Int64, to endpoint: WebAddress) async throws {
        var request = FetchRequest(posting: offer.form, to: endpoint.text)
        // Some redeem the ticket before they answer.
        request.timeout = .seconds(20)
        let answer: FetchResponse
        do {
            answer = try await client.ask(request)
        } catch is ProviderError {
            throw TicketError.unanswered
        }
        guard (200..<300).contains(answer.status) else {
            try await sent.discard(id: id)
            throw TicketError.refused(answer.status)
        }
    }

    /// Takes a ticket for the owner; it is redeemed afterwards.
    ///
    /// - Throws: ``OAuthError``.
    package func receive(_ form: FormURLEncoded) async throws {
        let offer = try TicketOffer(form, allowsLoopback: client.allowsLoopback)
        guard offer.subject == owner else {
            throw OAuthError.invalidRequest("The subject is not the owner of this site.")
        }
        try await received.receive(offer)
        wish.yield()
    }

    /// Redeems tickets as they come, until it is cancelled. What could not be had is tried again, also after a restart.
    ///
    /// - Parameter report: told why a ticket could not be redeemed.
    package func run(report: @escaping @Sendable (String) -> Void) async {
        await withTaskGroup { group in
            group.addTask {
                while !Task.isCancelled {
                    wish.yield()
                    try? await Task.sleep(for: .seconds(Self.interval))
                }
            }
            for await _ in wishes { await redeemWaiting(report: report) }
            group.cancelAll()
        }
    }

    /// Tries the tickets that wait, side by side, but for those that were tried within the last minute.
    package func redeemWaiting(report: @escaping @Sendable (String) -> Void) async {
        do {
            let waiting = try await received.waiting()
            let due = attempts.due(waiting.map(\.id), at: now(), after: Self.interval)
            await withTaskGroup { group in
                for ticket in waiting where due.contains(ticket.id) {
                    group.addTask { await attempt(ticket, report: report) }
                }
            }
        } catch is CancellationError {
        } catch {
            report("tickets: \(error)")
        }
    }

    private func attempt(_ ticket: ExternalTokens.Waiting, report: @Sendable (String) -> Void) async {
        let name = WebAddress(ticket.issuer)?.origin ?? "an unknown site"
        do {
            let endpoint = try await tokenEndpoint(of: ticket)
            // Not given up half-way when the server is told to stop: the ticket is good for one use.
            try await Task { try await redeem(ticket, at: endpoint) }.value
        } catch ProviderError.unavailable {
            report("a ticket of \(name) cannot be redeemed now")
        } catch is CancellationError {
        } catch {
            report("a ticket of \(name) is given up: \((error as? ProviderError)?.description ?? "\(error)")")
            try? await received.forget(id: ticket.id)
        }
    }

    private func redeem(_ ticket: ExternalTokens.Waiting, at endpoint: WebAddress) async throws {
        guard try await received.take(ticket) else { return }
        let form = [
            FormURLEncoded.Pair(name: "grant_type", value: "ticket"),
            FormURLEncoded.Pair(name: "ticket", value: ticket.ticket),
        ]
        do {
            let answer = try await client.ask(FetchRequest(posting: form, to: endpoint.text))
            guard answer.status < 500 else { throw ProviderError.unavailable("\(answer.status)") }
            guard answer.status == 200, let token = answer.object.flatMap(TokenResponse.init(json:)) else {
                throw ProviderError.malformed("Its token endpoint answered with the status \(answer.status).")
            }
            // A token of somebody else's would stand where the owner's own belongs.
            guard let me = try? ProfileURL(token.me, allowsLoopback: client.allowsLoopback), me == owner else {
                throw ProviderError.malformed("Its token is not for the owner of this site.")
            }
            guard token.accessToken.utf8.count <= Self.longestToken else {
                throw ProviderError.malformed("Its token is too long.")
            }
            try await received.redeemed(ticket.id, for: token)
        } catch let error as ProviderError {
            if case .unavailable = error { try await received.putBack(ticket) }
            throw error
        }
    }

    /// Where somebody takes tickets, and who they are: their page's address after its redirects.
    private func ticketEndpoint(of entered: ProfileURL) async throws -> (subject: ProfileURL, endpoint: WebAddress) {
        let page = try await client.page(at: entered.text, isSecret: true)
        guard (200..<300).contains(page.status) else {
            throw ProviderError.unavailable("\(entered) answered with the status \(page.status).")
        }
        var found: WebAddress?
        if let address = page.endpoints.first(.indieauthMetadata) {
            found = try await client.metadata(at: address).ticketEndpoint
        }
        guard let endpoint = found ?? page.endpoints.first(.ticketEndpoint) else { throw TicketError.takesNone }
        return (page.chain.last ?? entered, endpoint)
    }

    /// The token endpoint that a ticket names: the page at its address does, whatever its status, since a private page is
    /// refused to who has no token yet; or a document lies where RFC 8414 wants it, in its section 3.1.
    private func tokenEndpoint(of ticket: ExternalTokens.Waiting) async throws -> WebAddress {
        guard let url = WebAddress(ticket.issuer) else { throw ProviderError.notNamed(ticket.issuer) }
        let page = try await client.page(at: ticket.issuer, isSecret: true)
        let named = page.endpoints.first(.indieauthMetadata)
        if named == nil, let endpoint = page.endpoints.first(.tokenEndpoint) { return endpoint }
        guard let address = named ?? Self.wellKnown(of: url) else { throw ProviderError.notNamed(ticket.issuer) }
        let document = try await client.metadata(at: address)
        // Both in one spelling, for an address without a path may be written with or without its slash.
        guard !ticket.isIdentifier || WebAddress(document.issuer)?.text == ticket.issuer else {
            throw ProviderError.malformed("Its document is that of another issuer.")
        }
        guard let endpoint = document.tokenEndpoint else { throw ProviderError.notNamed(ticket.issuer) }
        return endpoint
    }

    private static func wellKnown(of issuer: WebAddress) -> WebAddress? {
        let path = issuer.path.hasSuffix("/") ? String(issuer.path.dropLast()) : issuer.path
        return WebAddress("/.well-known/oauth-authorization-server\(path)", relativeTo: issuer)
    }
}

/// Why a ticket was not sent.
package enum TicketError: Error, Sendable, Equatable {
    /// What was entered is nobody's address.
    case noProfile
    /// It is the owner's own.
    case yourself
    /// That site takes no tickets.
    case takesNone
    /// That site, or its server, cannot be asked; the sentence says why.
    case unreachable(String)
    /// It gave no answer. It may have the ticket all the same.
    case unanswered
    /// It took no ticket; its status.
    case refused(Int)
}

extension TicketError: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .noProfile: "This is not the address of somebody’s site."
        case .yourself: "This is your own address. You can read your posts when you are signed in."
        case .takesNone: "This site takes no tickets: it names no ticket endpoint."
        case .unreachable(let reason): reason
        case .unanswered: "This site did not answer."
        case .refused(let status): "This site did not take the ticket; it answered with the status \(status)."
        }
    }
}

/// When each ticket was tried.
private final class TicketAttempts: Sendable {
    private let times = Mutex<[Int64: Date]>([:])

    /// Those that were not tried in the last seconds; from now on they were.
    func due(_ ids: [Int64], at time: Date, after seconds: TimeInterval) -> Set<Int64> {
        times.withLock { times in
            times = times.filter { ids.contains($0.key) }
            let due = ids.filter { id in times[id].map { time.timeIntervalSince($0) >= seconds } ?? true }
            for id in due { times[id] = time }
            return Set(due)
        }
    }
}
