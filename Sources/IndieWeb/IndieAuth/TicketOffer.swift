/// Leave to read something, on its way to the ticket endpoint of the person who is to have it
/// (Ticketing for IndieAuth, https://indieweb.org/Ticketing_for_IndieAuth).
package struct TicketOffer: Sendable, Equatable {
    /// How many characters a ticket may have.
    static let longestTicket = 2_048
    /// How many resources one ticket may be for.
    static let mostResources = 10
    /// How many characters an address may have.
    static let longestAddress = 1_024

    /// What the token is redeemed with.
    package let ticket: String
    /// What may be read then, at least one.
    package let resources: [WebAddress]
    /// Who may read it.
    package let subject: ProfileURL
    /// Whose token endpoint redeems the ticket; nil where the first resource names it.
    package let issuer: WebAddress?

    /// An offer to send.
    package init(ticket: String, resource: WebAddress, subject: ProfileURL, issuer: WebAddress) {
        (self.ticket, resources) = (ticket, [resource])
        (self.subject, self.issuer) = (subject, issuer)
    }

    /// Reads an offer that somebody sends.
    ///
    /// - Parameters:
    ///   - form: the request.
    ///   - allowsLoopback: whether addresses of this machine are believed, also without TLS: for trying things out.
    /// - Throws: ``OAuthError`` with `invalid_request`.
    package init(_ form: FormURLEncoded, allowsLoopback: Bool = false) throws(OAuthError) {
        let parameters = OAuthParameters(form)
        ticket = try parameters.required("ticket")
        guard ticket.utf8.count <= Self.longestTicket else { throw .invalidRequest("The ticket is too long.") }
        let texts = form.all("resource").filter { !$0.isEmpty }
        guard !texts.isEmpty else { throw .invalidRequest("The parameter resource is missing.") }
        guard texts.count <= Self.mostResources else { throw .invalidRequest("There are too many resources.") }
        func address(_ text: String, _ name: String) throws(OAuthError) -> WebAddress {
            guard text.utf8.count <= Self.longestAddress, let address = WebAddress(text), address.userInfo == nil,
                address.fragment == nil,
                address.scheme == .https || allowsLoopback && address.host.isLoopback
            else {
                throw .invalidRequest("The \(name) is not an https address.")
            }
            return address
        }
        var resources: [WebAddress] = []
        for text in texts { resources.append(try address(text, "resource")) }
        self.resources = resources
        issuer = if let text = try parameters.optional("iss") { try address(text, "iss") } else { nil }
        let subject = try parameters.required("subject")
        do {
            self.subject = try ProfileURL(subject, allowsLoopback: allowsLoopback)
        } catch {
            throw .invalidRequest("The subject is not valid: \(error).")
        }
    }

    /// The request.
    package var form: [FormURLEncoded.Pair] {
        var pairs = [FormURLEncoded.Pair(name: "ticket", value: ticket)]
        pairs += resources.map { FormURLEncoded.Pair(name: "resource", value: $0.text) }
        pairs.append(FormURLEncoded.Pair(name: "subject", value: subject.text))
        if let issuer { pairs.append(FormURLEncoded.Pair(name: "iss", value: issuer.text)) }
        return pairs
    }
}
