import Foundation
import GRDB
import TestSupport
import Testing

@Suite("starpunk token", .served)
struct TokenCommandTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    /// The objects with an id in what a command printed, wherever the document has them.
    private func entries(_ text: String) throws -> [[String: Any]] {
        func find(_ value: Any) -> [[String: Any]] {
            if let object = value as? [String: Any] {
                return object["id"] == nil ? object.values.flatMap(find) : [object]
            }
            return (value as? [Any])?.flatMap(find) ?? []
        }
        return find(try JSONSerialization.jsonObject(with: Data(text.utf8)))
    }

    private func list() throws -> [[String: Any]] {
        let result = try site.run(["token", "list", "--json"])
        #expect(result.status == 0, "\(result.errors)")
        return try entries(result.output)
    }

    private func identifier(scope: String) throws -> String {
        let entry = try list().last { $0["scope"] as? String == scope }
        return "\(try #require(entry?["id"]))"
    }

    private func status(of token: String) throws -> Int {
        let headers = [("Authorization", "Bearer \(token)")]
        return try site.client.send("GET", "/micropub?q=config", headers: headers).status
    }

    @Test("create prints the token alone, which works at once")
    func create() throws {
        let result = try site.run(["token", "create", "--scope", "create update"])
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines.last == "")
        #expect(result.output.count > 30)
        #expect(!result.errors.contains(result.output.trimmingCharacters(in: .newlines)))
        #expect(try status(of: result.output.trimmingCharacters(in: .newlines)) == 200)
    }

    @Test("create takes a client and an owner, which list shows")
    func options() throws {
        let client = "https://quill.p3k.io/"
        let token = try site.newToken("create media", "--client-id", client, "--me", site.root)
        let entry = try #require(try list().last { $0["scope"] as? String == "create media" })
        #expect(entry["client_id"] as? String == client)
        #expect(entry["me"] as? String == site.root)
        #expect(try status(of: token) == 200)
    }

    @Test(
        "64 for wrong usage",
        arguments: [[], ["--scope", "create", "--expires-in", "0"], ["--scope", "create", "-x"]]
    )
    func usage(options: [String]) throws {
        #expect(try site.run(["token", "create"] + options).status == 64)
    }

    @Test("list tells neither the token nor its hash")
    func listed() throws {
        let token = try site.newToken("create")
        for words in [["token", "list"], ["token", "list", "--json"]] {
            let result = try site.run(words)
            #expect(result.status == 0)
            #expect(!(result.output + result.errors).contains(token))
        }
    }

    @Test("the database holds the token's SHA-256 and nothing of the token")
    func hashed() throws {
        let token = try site.newToken("create")
        let queue = try site.site.open()
        let hashes = try queue.read { try String.fetchAll($0, sql: "SELECT token_hash FROM tokens") }
        try queue.close()
        #expect(!hashes.isEmpty)
        for hash in hashes { #expect(hash.wholeMatch(of: /[0-9a-f]{64}/) != nil) }
        for (name, data) in site.site.files { #expect(data.firstRange(of: Data(token.utf8)) == nil, "\(name)") }
    }

    @Test("revoke makes a token useless at once, and only that one")
    func revoke() throws {
        let kept = try site.newToken("create update")
        let token = try site.newToken("create delete")
        #expect(try status(of: token) == 200)
        #expect(try site.run(["token", "revoke", try identifier(scope: "create delete")]).status == 0)
        #expect(try status(of: token) == 401)
        #expect(try status(of: kept) == 200)
        #expect(try site.run(["token", "revoke", "999999"]).status != 0)
    }

    private func lastUse(of id: String) throws -> String? {
        let queue = try site.site.open()
        defer { try? queue.close() }
        return try queue.read {
            try String.fetchOne($0, sql: "SELECT last_used_at FROM tokens WHERE id = ?", arguments: [id])
        }
    }

    @Test("last_used_at says when a token was used")
    func used() async throws {
        let token = try site.newToken("create undelete")
        let before = try #require(try list().last { $0["scope"] as? String == "create undelete" })
        #expect(before["last_used_at"] is NSNull || before["last_used_at"] == nil)
        #expect(try status(of: token) == 200)
        let id = try identifier(scope: "create undelete")
        // It may be written behind the answer, so that a query need not wait for the disk.
        for _ in 0..<50 {
            if try lastUse(of: id) != nil { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("last_used_at is still empty")
    }

    @Test("revoke --all ends every token")
    func revokeAll() throws {
        let other = try MicropubSite()
        let tokens = [try other.newToken("create"), try other.newToken("update")]
        #expect(try other.run(["token", "revoke", "--all"]).status == 0)
        for token in tokens {
            let headers = [("Authorization", "Bearer \(token)")]
            #expect(try other.client.send("GET", "/micropub?q=config", headers: headers).status == 401)
        }
    }
}
