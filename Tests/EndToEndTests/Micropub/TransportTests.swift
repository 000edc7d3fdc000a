import Foundation
import TestSupport
import Testing

@Suite("The Micropub endpoint among other programs", .served)
struct TransportTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private static let paths = ["/micropub", "/micropub/media"]

    @Test("204 for a browser's preflight, without a token", arguments: paths)
    func preflight(path: String) throws {
        let headers = [
            ("Origin", "https://client.example"), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization, content-type"),
        ]
        let answer = try site.client.send("OPTIONS", path, headers: headers)
        #expect(answer.status == 204)
        #expect(answer["Access-Control-Allow-Origin"] == "*")
        #expect(Set(answer.words("Access-Control-Allow-Headers")).isSuperset(of: ["authorization", "content-type"]))
        #expect(answer.words("Access-Control-Allow-Methods").contains("post"))
        #expect(answer["Access-Control-Allow-Credentials"] == nil)
    }

    @Test("a browser may read every answer, and its Location")
    func crossOrigin() throws {
        let answers = [
            try site.post(form: "h=entry&content=x"), try site.query("q=config"), try site.query("q=nothing"),
            try site.post(form: "h=entry&content=x", scope: nil),
            try site.post(form: "h=entry&content=x", scope: "update"),
            try site.post([try Part("file", .logo)], to: "/micropub/media"),
        ]
        for answer in answers {
            #expect(answer.all("Access-Control-Allow-Origin") == ["*"], "\(answer.status)")
            #expect(answer.words("Access-Control-Expose-Headers").contains("location"), "\(answer.status)")
        }
    }

    @Test("405 with the methods that there are", arguments: ["PUT", "PATCH", "DELETE"], paths)
    func methods(method: String, path: String) throws {
        let headers = try site.authorization(MicropubSite.everything)
        let answer = try site.client.send(method, path, headers: headers, body: "")
        #expect(answer.status == 405)
        #expect(answer.words("Allow").contains("post"))
        if path == "/micropub" { #expect(answer.all("Allow") == ["GET, HEAD, POST, OPTIONS"]) }
    }

    @Test("the home page names both endpoints, in headers and in its head", arguments: ["GET", "HEAD"])
    func discovery(method: String) throws {
        let answer = try site.client.send(method, "/")
        let links = answer.all("Link").joined(separator: ", ")
        for (relation, path) in [("micropub", "micropub"), ("micropub_media", "micropub/media")] {
            let address = "<\(site.root)\(path)>"
            let pattern = try Regex(
                NSRegularExpression.escapedPattern(for: address) + #"; ?rel="?"# + relation + #"("|,|$)"#
            )
            #expect(links.contains(pattern), "\(links)")
            if method == "GET" {
                let link = try Regex(#"<link [^>]*rel="?"# + relation + #""?[^>]*>"#)
                let element = try #require(answer.text.firstMatch(of: link)).output[0].substring ?? ""
                #expect(element.contains(path + "\""))
            }
        }
    }

    @Test("errors are JSON with a sentence, and never a page")
    func errors() throws {
        let answers = [
            try site.query("q=nothing"), try site.query("q=config", scope: nil),
            try site.post(json: "{"), try site.post(form: "h=entry&content=x", scope: "update"),
            try site.post([Part("x", "y")], to: "/micropub/media"),
        ]
        for answer in answers {
            #expect(answer["Content-Type"]?.hasPrefix("application/json") == true)
            #expect((answer.json["error_description"] as? String)?.isEmpty == false)
            #expect(answer.words("Cache-Control").contains("no-store"))
        }
    }

    @Test("200 requests in a row on one token are never refused as too many")
    func limits() throws {
        for _ in 0..<200 { #expect(try site.query("q=syndicate-to").status == 200) }
    }
}
