import Hummingbird
import IndieWeb

/// A request for authorization that cannot be granted.
///
/// Where the redirect address is known to be the application's, the application is told; else the reader is.
struct AuthorizationRefusal: Error {
    /// Why.
    let error: OAuthError
    /// The way to the application; nil where it cannot be trusted.
    var way: AuthorizationResponse?

    /// The answer.
    func response(head: SiteHead) -> Response {
        if let way { return .seeOther(way.error(error)) }
        let page = Page(
            head: head,
            title: "This request cannot be answered",
            summary: "An application asked for leave in a way that cannot be trusted.",
            canonical: nil,
            main: """
                <h1>This request cannot be answered</h1>
                <p>An application sent you here, but what it asks for cannot be trusted. You were not sent back to it, \
                and it was not given anything.</p>
                <p>What is wrong: \(error.description)</p>
                <p><a href="\(head.root)">Read the newest notes</a></p>
                """
        )
        return PrivatePage(page.html, status: .badRequest).response
    }
}
