import Foundation
import Synchronization
import TestSupport
import Testing

/// A new site that is served, with tokens to post to it.
final class MicropubSite: Sendable {
    typealias Answer = HTTPClient.Answer

    /// The scope of a token that may do all.
    static let everything = "create update delete undelete media"

    let site: Site
    let server: Server
    let client: HTTPClient
    /// The address of the site.
    let root: String
    private let tokens = Mutex<[String: String]>([:])

    init(environment: [String: String] = [:]) throws {
        site = try Site()
        server = try Server(site, environment: environment)
        client = HTTPClient(port: server.port)
        root = "http://127.0.0.1:\(server.port)/"
        try #require(try server.wait(for: 200, at: "/") != nil, "\(server.lines)")
    }

    /// The site of a suite that has the trait `.served`.
    @TaskLocal static var current: MicropubSite?

    /// Runs a command on the data folder, as the owner would.
    func run(_ words: [String]) throws -> Program.Result {
        try Program.run(words + ["--data-path", site.path], environment: ["SITE_URL": root], in: site.folder.path)
    }

    /// A new token of a scope.
    func newToken(_ scope: String, _ options: String...) throws -> String {
        let result = try run(["token", "create", "--scope", scope] + options)
        try #require(result.status == 0, "\(result.errors)")
        return result.output.trimmingCharacters(in: .newlines)
    }

    /// A token of a scope, the same one each time.
    func token(_ scope: String) throws -> String {
        if let token = tokens.withLock({ $0[scope] }) { return token }
        let token = try newToken(scope)
        tokens.withLock { $0[scope] = token }
        return token
    }

    /// The header that carries a token; none for a scope that is nil.
    func authorization(_ scope: String?) throws -> [(String, String)] {
        guard let scope else { return [] }
        return [("Authorization", "Bearer \(try token(scope))")]
    }

    func post(form: String, scope: String? = everything, to path: String = "/micropub") throws -> Answer {
        let headers = [("Content-type", "application/x-www-form-urlencoded")]
        return try client.send("POST", path, headers: try authorization(scope) + headers, body: form)
    }

    func post(json: String, scope: String? = everything, headers: [(String, String)] = []) throws -> Answer {
        let types = [("Content-type", "application/json"), ("Accept", "application/json")]
        return try client.send("POST", "/micropub", headers: try authorization(scope) + types + headers, body: json)
    }

    func post(_ parts: [Part], scope: String? = everything, to path: String = "/micropub") throws -> Answer {
        let headers = [("Content-Type", "multipart/form-data; boundary=\(Part.boundary)")]
        return try client.send("POST", path, headers: try authorization(scope) + headers, pieces: [Part.body(parts)])
    }

    /// Asks the endpoint.
    func query(_ query: String, scope: String? = everything, at path: String = "/micropub") throws -> Answer {
        let headers = try authorization(scope) + [("Accept", "application/json")]
        return try client.send("GET", path + "?" + query, headers: headers)
    }

    /// What everybody sees at a path or an address of the site.
    func page(_ address: String, headers: [(String, String)] = []) throws -> Answer {
        try client.send("GET", path(of: address), headers: headers)
    }

    /// The path of an address of the site.
    func path(of address: String) -> String {
        address.hasPrefix(root) ? String(address.dropFirst(root.count - 1)) : address
    }

    /// Makes a post of mf2 properties, as JSON text without its outer braces.
    ///
    /// - Returns: its address.
    func create(_ properties: String) throws -> String {
        try location(of: post(json: #"{"type":["h-entry"],"properties":{\#(properties)}}"#))
    }

    /// The address that a created post has.
    func location(of answer: Answer) throws -> String {
        try #require(answer.status == 201, "\(answer.status) \(answer.text)")
        let location = try #require(answer["Location"])
        try #require(location.hasPrefix(root), "\(location)")
        return location
    }

    func update(_ url: String, _ operations: String, headers: [(String, String)] = []) throws -> Answer {
        try post(json: #"{"action":"update","url":"\#(url)",\#(operations)}"#, headers: headers)
    }

    /// What `q=source` says of a post: its properties.
    func source(_ url: String) throws -> [String: Any] {
        let answer = try query("q=source&url=\(Self.escaped(url))")
        try #require(answer.status == 200, "\(answer.status) \(answer.text)")
        return try #require(answer.json["properties"] as? [String: Any])
    }

    /// The strings of a property in what `q=source` says of a post.
    func strings(_ property: String, of url: String) throws -> [String] {
        try source(url)[property] as? [String] ?? []
    }

    /// The h-entry of a post's page.
    func entry(_ url: String) throws -> PageEntry {
        let answer = try page(url)
        try #require(answer.status == 200, "\(url): \(answer.status)")
        return try #require(PageEntry(answer.text))
    }

    /// The paths of the files below a folder of the data folder.
    func files(in folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: site.path + "/" + folder)?.allObjects as? [String] ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: site.path + "/\(folder)/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    /// A text with all but letters and digits written as `%XX`.
    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
