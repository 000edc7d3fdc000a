import Foundation
import Synchronization
import TestSupport
import Testing

/// Somebody's page with an IndieAuth server behind it, both as a test wants them to be.
final class TestProvider: Sendable {
    /// What a path answers.
    struct Reply: Sendable {
        var status = 200
        var headers: [String] = []
        var body = ""

        static func html(_ body: String, headers: [String] = []) -> Reply {
            Reply(headers: ["Content-Type: text/html"] + headers, body: body)
        }

        static func json(_ body: String, status: Int = 200) -> Reply {
            Reply(status: status, headers: ["Content-Type: application/json"], body: body)
        }

        fileprivate var text: String {
            let length = "Content-Length: \(body.utf8.count)"
            let lines = ["HTTP/1.1 \(status) X", length, "Connection: close"] + headers
            return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        }
    }

    private final class State: Sendable {
        let replies = Mutex<[String: Reply]>([:])
    }

    private let state = State()
    private let server: RawServer

    /// A page that names a server with all endpoints, which gives out a code and knows one token.
    init() throws {
        let state = state
        server = try RawServer { connection in
            let words = connection.readRequest().prefix { $0 != "\r\n" }.split(separator: " ")
            let path = words.count > 1 ? words[1].prefix { $0 != "?" } : "/"
            let key = "\(words.first ?? "") \(path)"
            connection.send((state.replies.withLock { $0[key] } ?? Reply(status: 404)).text)
        }
        self["GET /"] = .html("<link rel=\"indieauth-metadata\" href=\"/metadata\">")
        self["GET /metadata"] = .json(metadata())
        self["POST /authorize"] = .json("{\"me\":\"\(root)\"}")
    }

    /// The page's address.
    var root: String { "http://127.0.0.1:\(server.port)/" }

    /// The requests that came, whole.
    var requests: [String] { server.requests }

    /// What a method and path answer, such as `GET /`.
    subscript(key: String) -> Reply? {
        get { state.replies.withLock { $0[key] } }
        set { state.replies.withLock { $0[key] = newValue } }
    }

    /// The server's document; `changes` win, and a nil takes a member out.
    func metadata(_ changes: [String: String?] = [:]) -> String {
        let usual: [String: String?] = [
            "issuer": root, "authorization_endpoint": "\(root)authorize", "token_endpoint": "\(root)token",
            "introspection_endpoint": "\(root)introspect",
        ]
        let members = usual.merging(changes) { $1 }.compactMap { name, value in value.map { "\"\(name)\":\"\($0)\"" } }
        let flag = "\"authorization_response_iss_parameter_supported\":true"
        return "{\((members + [flag]).joined(separator: ","))}"
    }

    /// A site whose owner's page this is.
    func site() throws -> MicropubSite {
        try MicropubSite(environment: ["AUTH_PROVIDER": "external", "ADMIN_ME": root])
    }
}

/// A sign-in at a provider, from a browser.
struct ProviderVisit {
    typealias Answer = HTTPClient.Answer

    let browser: OwnerBrowser
    /// The answer that sends the browser away.
    let redirect: Answer

    /// Begins a sign-in.
    init(to site: MicropubSite, as me: String) throws {
        browser = OwnerBrowser(site.client)
        redirect = try browser.post("/auth/login", [("me", me), ("return", "/note/x")])
    }

    /// The parameters of the request.
    var parameters: [String: String] { redirect.redirectParameters }

    /// What comes of the provider's answer; `changes` win over a good one, and a nil takes a parameter out.
    func answer(_ provider: TestProvider, _ changes: [String: String?] = [:]) throws -> Answer {
        let usual: [String: String?] = [
            "code": "the code", "state": parameters["state"] ?? "", "iss": provider.root,
        ]
        let pairs = usual.merging(changes) { $1 }.compactMap { name, value in value.map { (name, $0) } }
        return try browser.get("/auth/callback?" + OwnerBrowser.form(pairs))
    }
}
