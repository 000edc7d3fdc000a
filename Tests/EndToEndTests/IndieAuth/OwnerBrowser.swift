import Foundation
import Synchronization
import TestSupport
import Testing

/// A browser: it keeps cookies, sends forms with all that is hidden in them, and follows no redirect by itself.
final class OwnerBrowser: Sendable {
    typealias Answer = HTTPClient.Answer

    let client: HTTPClient
    private let jar = Mutex<[String: String]>([:])

    init(_ client: HTTPClient) {
        self.client = client
    }

    /// A browser in which the owner of a site is signed in.
    init(ownerOf site: MicropubSite) throws {
        client = site.client
        try signIn(with: try site.loginLink())
    }

    /// The cookies, by name.
    var cookies: [String: String] {
        get { jar.withLock { $0 } }
        set { jar.withLock { $0 = newValue } }
    }

    /// Signs in with a login link.
    func signIn(with link: String) throws {
        let page = try get(link)
        try #require(page.status == 200, "\(page.status) \(page.text)")
        let answer = try submit(page, to: "/auth/login")
        try #require(answer.status == 303, "\(answer.status) \(answer.text)")
    }

    func get(_ address: String, headers: [(String, String)] = []) throws -> Answer {
        keep(try client.send("GET", Self.path(of: address), headers: headers + cookieHeader))
    }

    func post(_ path: String, _ fields: [(String, String)], headers: [(String, String)] = []) throws -> Answer {
        let type = [("Content-Type", "application/x-www-form-urlencoded")]
        return keep(
            try client.send("POST", path, headers: headers + type + cookieHeader, body: Self.form(fields))
        )
    }

    /// Sends the form of a page, with further fields.
    func submit(_ page: Answer, to path: String, _ fields: [(String, String)] = []) throws -> Answer {
        try post(path, Self.hiddenFields(of: page.text) + fields)
    }

    private var cookieHeader: [(String, String)] {
        let pairs = cookies.map { "\($0.key)=\($0.value)" }.sorted()
        return pairs.isEmpty ? [] : [("Cookie", pairs.joined(separator: "; "))]
    }

    private func keep(_ answer: Answer) -> Answer {
        for cookie in answer.all("Set-Cookie") {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            jar.withLock { $0[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1]) }
        }
        return answer
    }

    /// The hidden fields of a page's first form.
    static func hiddenFields(of page: String) -> [(String, String)] {
        let form = page.components(separatedBy: "</form>")[0]
        return form.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/).map { match in
            (unescaped(String(match.1)), unescaped(String(match.2)))
        }
    }

    /// Names and values as a browser sends them.
    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(MicropubSite.escaped($0.0))=\(MicropubSite.escaped($0.1))" }.joined(separator: "&")
    }

    /// Path and query of an address.
    static func path(of address: String) -> String {
        guard let scheme = address.firstRange(of: "://") else { return address }
        let rest = address[scheme.upperBound...]
        return String(rest[(rest.firstIndex(of: "/") ?? rest.endIndex)...])
    }

    private static func unescaped(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}

extension MicropubSite {
    /// An address that signs the owner in once.
    func loginLink() throws -> String {
        let result = try run(["login-link"])
        try #require(result.status == 0, "\(result.errors)")
        return result.output.trimmingCharacters(in: .newlines)
    }
}

extension HTTPClient.Answer {
    /// The parameters in the query of the address that the answer leads to.
    var redirectParameters: [String: String] {
        let items = self["Location"].flatMap { URLComponents(string: $0) }?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }
}
