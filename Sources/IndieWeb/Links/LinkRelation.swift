/// What a page says about itself, and what its links mean.
package enum LinkRelation: String, Sendable, CaseIterable {
    /// The document of an IndieAuth server (IndieAuth, section 4.1).
    case indieauthMetadata = "indieauth-metadata"
    /// Where people allow a client in (IndieAuth, section 4.1, for servers without the document).
    case authorizationEndpoint = "authorization_endpoint"
    /// Where codes become tokens.
    case tokenEndpoint = "token_endpoint"
    /// Where tickets are taken (Ticketing for IndieAuth, for servers without the document).
    case ticketEndpoint = "ticket_endpoint"
    /// Where a client's redirects may lead (IndieAuth, section 4.2.2).
    case redirectURI = "redirect_uri"
    /// Where posts are made (Micropub, section 5.3).
    case micropub
    /// Where a reader's feeds are.
    case microsub
    /// Where others say that they have linked here (Webmention, section 3.1.2).
    case webmention
    /// Where followers subscribe (WebSub, section 4).
    case hub
    /// The address that followers subscribe to (WebSub, section 4).
    case topic = "self"
    /// Another page of the same person.
    case me

    /// The elements that may carry it.
    ///
    /// Endpoints that tokens are sent to come from `link` alone: an `a` may stand in what somebody else wrote.
    var elements: Set<String> {
        switch self {
        case .webmention: ["link", "a"]
        case .me: ["link", "a", "area"]
        default: ["link"]
        }
    }
}
