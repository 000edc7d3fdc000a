import Foundation
import TestSupport
import Testing

@Suite("GET /micropub", .served)
struct QueryTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    @Test("q=config tells what the server can do")
    func configuration() throws {
        let answer = try site.query("q=config")
        #expect(answer.status == 200)
        #expect(answer.json["media-endpoint"] as? String == site.root + "micropub/media")
        #expect(answer.json["syndicate-to"] as? [String] == [])
        let queries = try #require(answer.json["q"] as? [String])
        #expect(Set(queries).isSuperset(of: ["config", "syndicate-to", "source", "category"]))
        let types = try #require(answer.json["post-types"] as? [[String: Any]])
        #expect(Set(types.compactMap { $0["type"] as? String }).isSuperset(of: ["note", "photo"]))
        for type in types { #expect(type["name"] is String) }
    }

    @Test("200 for a token of any scope", arguments: ["update", "create", "delete"])
    func anyScope(scope: String) throws {
        #expect(try site.query("q=config", scope: scope).status == 200)
    }

    @Test(
        "every answer is private and never kept",
        arguments: ["q=config", "q=syndicate-to", "q=source", "q=nothing", ""]
    )
    func notKept(query: String) throws {
        for scope in [MicropubSite.everything, nil] {
            let answer = try site.query(query, scope: scope)
            #expect(answer.words("Cache-Control").contains("no-store"))
            #expect(answer.words("Vary").contains("authorization"))
        }
    }

    @Test(
        "400 for an unknown query and for none",
        arguments: ["q=nothing", "q=", "", "q=CONFIG", "x=config", "q=config&q=source"]
    )
    func unknown(query: String) throws {
        expectRefusal(try site.query(query), 400)
    }

    @Test("an endpoint with a query of its own goes on working")
    func ownQuery() throws {
        #expect(try site.query("site=main&q=config").status == 200)
        let answer = try site.post(form: "h=entry&content=x", to: "/micropub?site=main")
        #expect(answer.status == 201)
    }

    @Test("HEAD is GET without a body")
    func head() throws {
        let headers = try site.authorization(MicropubSite.everything)
        let answer = try site.client.send("HEAD", "/micropub?q=config", headers: headers)
        #expect(answer.status == 200)
        #expect(answer["Content-Type"]?.hasPrefix("application/json") == true)
    }

    @Test("400 for the source of an address that is no post of this site")
    func unknownSource() throws {
        for url in [site.root + "note/never-was", "https://other.example/note/x", "x", ""] {
            expectRefusal(try site.query("q=source&url=\(MicropubSite.escaped(url))"), 400)
        }
    }

    @Test("q=source tells one asked property, and nothing of absent ones")
    func properties() throws {
        let url = try site.create(#""content":["x"],"category":["a"]"#)
        let address = MicropubSite.escaped(url)
        let one = try site.query("q=source&properties=content&url=\(address)")
        #expect((one.json["properties"] as? [String: Any])?.keys.sorted() == ["content"])
        #expect(one.json["type"] == nil)
        let absent = try site.query("q=source&properties[]=content&properties[]=never&url=\(address)")
        #expect((absent.json["properties"] as? [String: Any])?.keys.sorted() == ["content"])
    }

    @Test("q=category lists tags, and filters them")
    func categories() throws {
        _ = try site.create(#""content":["x"],"category":["Harbour","bread"]"#)
        let all = try #require(try site.query("q=category").json["categories"] as? [String])
        #expect(Set(all).isSuperset(of: ["Harbour", "bread"]) || Set(all).isSuperset(of: ["harbour", "bread"]))
        let filtered = try #require(try site.query("q=category&filter=harb").json["categories"] as? [String])
        #expect(filtered.map { $0.lowercased() } == ["harbour"])
        #expect(try (site.query("q=category&limit=1").json["categories"] as? [String])?.count == 1)
    }

    @Test("a token that reads no posts learns of the tags of public ones alone", arguments: ["q=category", "q=config"])
    func hiddenCategories(query: String) throws {
        _ = try site.create(#""content":["x"],"category":["seen-by-all"]"#)
        let hidden = [
            #""visibility":["private"]"#, #""visibility":["unlisted"]"#, #""post-status":["draft"]"#,
            #""published":["2099-01-01T00:00:00Z"]"#,
        ]
        for (number, state) in hidden.enumerated() {
            _ = try site.create(#""content":["x"],"category":["hidden-\#(number)"],\#(state)"#)
        }
        let guest = try #require(try site.query(query, scope: "profile email").json["categories"] as? [String])
        #expect(guest.contains("seen-by-all") && !guest.contains { $0.hasPrefix("hidden-") })
        let own = try #require(try site.query(query, scope: "update").json["categories"] as? [String])
        #expect(own.count { $0.hasPrefix("hidden-") } == hidden.count)
    }

    @Test(
        "the other lists answer with theirs",
        arguments: [("channel", "channels"), ("post-types", "post-types"), ("contact", "contacts")]
    )
    func lists(query: String, key: String) throws {
        let answer = try site.query("q=\(query)")
        #expect(answer.status == 200)
        #expect(answer.json[key] is [Any])
    }
}
