import HTTPTypes
package import Hummingbird
import Synchronization

/// Answers 503 while the database is being upgraded, then lets every request through to the site.
///
/// The port is bound before the upgrade starts, so a visitor or a monitor hears what is going on instead of a refused
/// connection.
package final class UpgradeGate: HTTPResponder {
    /// What requests arrive with.
    package typealias Context = SiteRequestContext

    /// Takes note of the requests.
    let record: RequestRecord.Recorder
    private let version: String
    private let site = Mutex<Site?>(nil)

    private struct Site {
        let responder: any HTTPResponder<SiteRequestContext>
        let pages: PublicPages
    }

    /// Creates a gate that is shut.
    ///
    /// - Parameters:
    ///   - version: the release of the program.
    ///   - record: takes note of the requests that the site answers.
    package init(version: String, record: @escaping RequestRecord.Recorder = { _ in }) {
        self.version = version
        self.record = record
    }

    /// Lets every request from now on through to the site.
    package func open(_ application: WebApplication) {
        let responder = application.responder(record: record)
        site.withLock { $0 = Site(responder: responder, pages: application.pages) }
    }

    /// What the public reads; nil while the gate is shut.
    var pages: PublicPages? { site.withLock { $0?.pages } }

    /// Answers a request, or hands it on.
    package func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        if let site = site.withLock({ $0?.responder }) {
            return try await site.respond(to: request.askingForBody(on: context.channel), context: context)
        }
        var response = SecurityHeaders.applied(to: refusal(of: request))
        response.headers[.retryAfter] = "5"
        response.headers[.cacheControl] = "no-store"
        response.headers[.requestID] = context.requestID
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func refusal(of request: Request) -> Response {
        if request.uri.path == "/health" {
            return HealthReport(status: "upgrading", version: version)
                .response(to: request, status: .serviceUnavailable)
        }
        let sentence = "StarPunk is upgrading its database. This page will be back in a moment."
        let wantsHTML = request.headers[.accept]?.contains("text/html") ?? false
        let representation =
            wantsHTML
            ? Representation(Self.page(sentence).markup, contentType: "text/html; charset=utf-8", caching: .never)
            : Representation(sentence + "\n", contentType: "text/plain; charset=utf-8", caching: .never)
        return representation.response(to: request, status: .serviceUnavailable)
    }

    private static func page(_ sentence: String) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>Upgrading</title>
        </head>
        <body>
        <main>
        <h1>Upgrading</h1>
        <p>\(sentence)</p>
        </main>
        </body>
        </html>

        """
    }
}
