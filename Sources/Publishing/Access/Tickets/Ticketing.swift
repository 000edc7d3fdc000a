package import Foundation
package import GRDB
package import IndieWeb

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
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation

    /// Seconds between two attempts to redeem what could not be redeemed.
    static let interval = Duration.seconds(60)

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
        (self.owner, self.issuer) = (owner, issuer)
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
    /// - Throws: ``TicketError``; then nothing was given.
    package func send(
        noteID: Int64,
        at address: String,
        to person: String,
        random: inout some RandomNumberGenerator
    ) async throws {
        guard let subject = ProfileURL.candidates(entered: person, allowsLoopback: client.allowsLoopback).first,
            let resource = WebAddress(address)
        else { throw TicketError.noProfile }
        guard subject != owner else { throw TicketError.yourself }
        do {
            let endpoint = try await ticketEndpoint(of: subject)
            let (ticket, id) = try await sent.issue(noteID: noteID, subject: subject, random: &random)
            do {
                let offer = TicketOffer(ticket: ticket, resource: resource, subject: subject, issuer: issuer)
                let answer = try await client.ask(FetchRequest(posting: offer.form, to: endpoint.text))
                guard (200..<300).contains(answer.status) else { throw TicketError.refused(answer.status) }
            } catch {
                try await sent.discard(id: id)
                throw error
            }
        } catch let error as ProviderError {
            throw TicketError.unreachable(error.description)
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
                    try? await Task.sleep(for: Self.interval)
                }
            }
            for await _ in wishes { await redeemWaiting(report: report) }
            group.cancelAll()
        }
    }

    /// Tries each ticket once that waits.
    package func redeemWaiting(report: @Sendable (String) -> Void) async {
        do {
            for ticket in try await received.waiting() {
                do {
                    try await redeem(ticket)
                } catch ProviderError.unavailable(let reason) {
                    report("a ticket of \(ticket.issuer) cannot be redeemed now: \(reason)")
                } catch let error as ProviderError {
                    report("a ticket of \(ticket.issuer) is given up: \(error)")
                    try await received.forget(id: ticket.id)
                }
            }
        } catch is CancellationError {
        } catch {
            report("\(error)")
        }
    }

    private func redeem(_ ticket: ExternalTokens.Waiting) async throws {
        let endpoint = try await tokenEndpoint(at: ticket.issuer)
        let form = [
            FormURLEncoded.Pair(name: "grant_type", value: "ticket"),
            FormURLEncoded.Pair(name: "ticket", value: ticket.ticket),
        ]
        let answer = try await client.ask(FetchRequest(posting: form, to: endpoint.text))
        guard answer.status < 500 else {
            throw ProviderError.unavailable("\(endpoint) answered with the status \(answer.status).")
        }
        guard answer.status == 200, let token = answer.object.flatMap(TokenResponse.init(json:)) else {
            let error = answer.object?["error"]?.stringValue ?? "the status \(answer.status)"
            throw ProviderError.malformed("\(endpoint) answered with \(error).")
        }
        try await received.redeemed(ticket.id, for: token)
    }

    private func ticketEndpoint(of subject: ProfileURL) async throws -> WebAddress {
        let page = try await client.page(at: subject.text)
        guard (200..<300).contains(page.status) else {
            throw ProviderError.unavailable("\(subject) answered with the status \(page.status).")
        }
        var found: WebAddress?
        if let address = page.endpoints.first(.indieauthMetadata) {
            found = try await client.metadata(at: address).ticketEndpoint
        }
        guard let endpoint = found ?? page.endpoints.first(.ticketEndpoint) else { throw TicketError.takesNone }
        return endpoint
    }

    /// The token endpoint that an address leads to: the page there names it, whatever its status, since a private page is
    /// refused to who has no token yet; or a document lies where RFC 8414 wants it, in its section 3.
    private func tokenEndpoint(at address: String) async throws -> WebAddress {
        guard let url = WebAddress(address) else { throw ProviderError.notNamed(address) }
        let page = try await client.page(at: address)
        if let document = page.endpoints.first(.indieauthMetadata) {
            if let endpoint = try await client.metadata(at: document).tokenEndpoint { return endpoint }
        } else if let endpoint = page.endpoints.first(.tokenEndpoint) {
            return endpoint
        } else if let document = WebAddress("/.well-known/oauth-authorization-server", relativeTo: url),
            let endpoint = try await client.metadata(at: document).tokenEndpoint
        {
            return endpoint
        }
        throw ProviderError.notNamed(address)
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
        case .refused(let status): "This site did not take the ticket; it answered with the status \(status)."
        }
    }
}
