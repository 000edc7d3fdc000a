import Foundation
import HTTPTypes
import IndieWeb
import Publishing
import TestSupport
import Testing

@Suite("GET /auth/authorization, for applications in the web")
struct ConsentPageTests {
    /// A site that finds every name at this machine, and an application there.
    private struct Visit {
        let site: FixtureSite
        let application: RawServer

        init(_ document: String, type: String = "application/json", status: Int = 200) throws {
            let everywhere = HostResolver { _ in [IPAddress("127.0.0.1")].compactMap(\.self) }
            site = try FixtureSite(
                stranger: WebFetcher(
                    policy: AddressPolicy(allowsLoopback: true),
                    resolver: everywhere,
                    userAgent: "test"
                )
            )
            application = try RawServer { connection in
                let request = connection.readRequest()
                let port = request.firstMatch(of: /[Hh]ost: [^:]+:(\d+)/).map { String($0.1) } ?? ""
                let body = document.replacing("PORT", with: port)
                let head = "HTTP/1.1 \(status) X\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)"
                connection.send("\(head)\r\n\r\n\(body)")
            }
        }

        var clientID: String { "http://app.example:\(application.port)/" }

        /// The page for a redirect address; `/back` on the application's own host without one.
        func page(redirect: String? = nil) async throws -> Answer {
            let pairs = [
                ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirect ?? clientID + "back"),
                ("state", "s"), ("scope", "create"), ("code_challenge_method", "S256"),
                ("code_challenge", String(repeating: "a", count: 43)),
            ]
            let query = PercentEncoding.query(pairs.map { FormURLEncoded.Pair(name: $0.0, value: $0.1) })
            return try await site.get("/auth/authorization?\(query)", try await site.signedIn())
        }
    }

    private static func document(_ more: String = "") -> String {
        """
        {"client_id":"http://app.example:PORT/","client_name":"An <b>App</b>","client_uri":"http://app.example:PORT/",\
        "redirect_uris":["com.example.app:/back","https://other.example/back"]\(more)}
        """
    }

    @Test("shows name and logo, and the name is text")
    func name() async throws {
        let visit = try Visit(Self.document(#","logo_uri":"https://app.example/logo.png""#))
        let page = try await visit.page()
        #expect(page.status == .ok)
        #expect(page.text.contains("<h1>Let An &lt;b&gt;App&lt;/b&gt; in?</h1>"))
        #expect(page.text.contains("src=\"https://app.example/logo.png\""))
        #expect(page.text.contains(">\(visit.clientID)</code>"))
        #expect(!page.text.contains("class=\"warning\""))
    }

    @Test("shows no logo that came without TLS")
    func insecureLogo() async throws {
        let visit = try Visit(Self.document(#","logo_uri":"http://app.example/logo.png""#))
        #expect(try await !visit.page().text.contains("<img"))
    }

    @Test("a redirect address that the document lists, also of a scheme of the application's own")
    func listed() async throws {
        let visit = try Visit(Self.document())
        let app = try await visit.page(redirect: "com.example.app:/back")
        #expect(app.status == .ok)
        #expect(app.headers[.contentSecurityPolicy]?.hasSuffix("form-action 'self' com.example.app:") == true)
        let other = try await visit.page(redirect: "https://other.example/back")
        #expect(other.status == .ok)
        #expect(other.text.contains("at another site than its own"))
        #expect(other.headers[.contentSecurityPolicy]?.hasSuffix("form-action 'self' https:") == true)
    }

    @Test(
        "400 for a redirect address that is not listed exactly so",
        arguments: [
            "com.example.app:/back/", "com.example.other:/back", "https://other.example/back?x",
            "https://other.example/Back", "https://app.example/back",
        ]
    )
    func notListed(redirect: String) async throws {
        let answer = try await Visit(Self.document()).page(redirect: redirect)
        #expect(answer.status == .badRequest)
        #expect(answer.headers[.location] == nil)
    }

    @Test("warns of a home page on another site")
    func home() async throws {
        let html = "<div class=h-app><a class='u-url p-name' href='https://bank.example/'>Your bank</a></div>"
        let page = try await Visit(html, type: "text/html").page()
        #expect(page.status == .ok)
        #expect(page.text.contains("its home is <strong>https://bank.example/</strong>"))
    }

    @Test("without a document the application's own host is believed, and the page says what is not known")
    func unavailable() async throws {
        let visit = try Visit("", status: 500)
        let page = try await visit.page()
        #expect(page.status == .ok)
        #expect(page.text.contains("Nothing more is known of it"))
        #expect(try await visit.page(redirect: "com.example.app:/back").status == .badRequest)
    }

    @Test("nobody is asked who an application is for a reader who is not signed in")
    func signedOut() async throws {
        let visit = try Visit(Self.document())
        let query = "client_id=\(visit.clientID)&redirect_uri=\(visit.clientID)&response_type=code&state=s"
        let challenge = "code_challenge=\(String(repeating: "a", count: 43))&code_challenge_method=S256"
        let answer = try await visit.site.get("/auth/authorization?\(query)&\(challenge)")
        #expect(answer.status == .seeOther)
        #expect(visit.application.requests.isEmpty)
    }
}
