import Foundation
import TestSupport
import Testing

@Suite("POST /micropub: bodies", .served)
struct RequestBodyTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private func post(_ type: String?, _ body: [UInt8], headers: [(String, String)] = []) throws -> MicropubSite.Answer
    {
        let types = type.map { [("Content-Type", $0)] } ?? []
        let all = try site.authorization(MicropubSite.everything) + types + headers
        return try site.client.send("POST", "/micropub", headers: all, pieces: [body])
    }

    private static let json = #"{"type":["h-entry"],"properties":{"content":["Of any type"]}}"#

    @Test(
        "201 for a content type in any case and with parameters",
        arguments: [
            ("application/json", json), ("application/json; charset=utf-8", json),
            ("Application/JSON;CHARSET=UTF-8", json),
            ("application/json;charset=\"utf-8\"", json), ("application/x-www-form-urlencoded", "content=x"),
            ("application/x-www-form-urlencoded;charset=utf-8", "content=x"),
            ("APPLICATION/X-WWW-FORM-URLENCODED; Charset=UTF-8", "h=entry&content=x"),
            ("application/x-www-form-urlencoded; charset", "content=x"),
            ("application/x-www-form-urlencoded; charset=;", "content=x"), ("application/json; charset=us-ascii", json),
        ]
    )
    func types(type: String, body: String) throws {
        #expect(try post(type, Array(body.utf8)).status == 201)
    }

    @Test(
        "415 for another content type, and for none",
        arguments: ["text/plain", "application/xml", "application/octet-stream", "application/jsonx", "json", "/", nil]
    )
    func otherTypes(type: String?) throws {
        expectRefusal(try post(type, Array(Self.json.utf8)), 415)
        expectRefusal(try post(type, Array("h=entry&content=x".utf8)), 415)
    }

    @Test("415 for JSON in another encoding, and for a body that is compressed")
    func encodings() throws {
        for charset in ["utf-16", "UTF-16LE", "utf-32"] {
            expectRefusal(try post("application/json; charset=\(charset)", Array(Self.json.utf8)), 415)
        }
        for coding in ["gzip", "br", "gzip, identity"] {
            let headers = [("Content-Encoding", coding)]
            expectRefusal(try post("application/json", [0x1F, 0x8B, 0x08], headers: headers), 415)
            expectRefusal(try post("application/x-www-form-urlencoded", [0x1F, 0x8B], headers: headers), 415)
        }
        for coding in ["Identity", "utf-8", "identity, identity", ""] {
            let headers = [("Content-Encoding", coding)]
            #expect(try post("application/json", Array(Self.json.utf8), headers: headers).status == 201)
        }
        let latin = "application/json; charset=iso-8859-1"
        #expect(try post(latin, Array(Self.json.utf8)).status == 201)
        expectRefusal(try post(latin, Array("{\"properties\":{\"content\":[\"".utf8) + [0xE9] + "\"]}}".utf8), 400)
    }

    @Test("201 for a boundary that should have been quoted", arguments: ["----=_Part_1_2.3", "a:b/c", "(x),y+z?"])
    func boundary(boundary: String) throws {
        let body = "--\(boundary)\r\nContent-Disposition: form-data; name=content\r\n\r\nx\r\n--\(boundary)--\r\n"
        #expect(try post("multipart/form-data; boundary=\(boundary)", Array(body.utf8)).status == 201)
        #expect(try post("multipart/form-data; boundary=\"\(boundary)\"", Array(body.utf8)).status == 201)
    }

    @Test("what is wrong is said in whole sentences")
    func sentences() throws {
        let form = try site.post(form: "h=entry&content=%FF")
        let query = try site.query("q=%FF")
        for answer in [form, query] {
            expectRefusal(answer, 400)
            let text = try #require(answer.json["error_description"] as? String)
            #expect(text.hasSuffix(" is not UTF-8.") && !text.contains(":"), "\(text)")
        }
    }

    @Test("201 for a body in chunks")
    func chunks() throws {
        let body = "5\r\nh=ent\r\nB;x=y\r\nry&content=\r\n3\r\nabc\r\n0\r\n\r\n"
        let headers = [("Transfer-Encoding", "chunked")]
        let answer = try post("application/x-www-form-urlencoded", Array(body.utf8), headers: headers)
        #expect(try site.strings("content", of: site.location(of: answer)) == ["abc"])
    }

    @Test("413 for 10 MB of JSON, and the server goes on")
    func large() throws {
        let open = Array(#"{"type":["h-entry"],"properties":{"content":[""#.utf8)
        let megabyte = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        let pieces = [open] + Array(repeating: megabyte, count: 10) + [Array(#""]}}"#.utf8)]
        let headers = try site.authorization(MicropubSite.everything) + [("Content-Type", "application/json")]
        expectRefusal(try site.client.send("POST", "/micropub", headers: headers, pieces: pieces), 413)
        #expect(try site.page("/").status == 200)
    }

    @Test("413 for a form of 10 MB")
    func largeForm() throws {
        let megabyte = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        let pieces = [Array("h=entry&content=".utf8)] + Array(repeating: megabyte, count: 10)
        let headers = [("Content-Type", "application/x-www-form-urlencoded")]
        let all = try site.authorization(MicropubSite.everything) + headers
        expectRefusal(try site.client.send("POST", "/micropub", headers: all, pieces: pieces), 413)
    }

    @Test(
        "400 for what is no JSON request",
        arguments: [
            "", " ", "{", "[]", "null", "true", "7", "\"text\"", "{}", #"{"type":["h-entry"]}"#, #"{"properties":[]}"#,
            #"{"type":["h-entry"],"properties":{"content":["x"]}"#, json + "x", json + json,
            #"{"type":["h-entry"],"properties":{"content":["x"],}}"#, "{'type':['h-entry']}",
            #"{"type":["h-entry"],"properties":{"content":["x"],"content":["y"]}}"#,
            #"{"type":["h-entry"],"type":["h-entry"],"properties":{"content":["x"]}}"#,
            #"{"type":["h-entry"],"properties":{"content":["\ud800"]}}"#,
            #"{"type":["h-entry"],"properties":{"content":["\u0000"]}}"#,
            #"{"type":["h-entry"],"properties":{"content":["x"],"n":[01]}}"#,
            #"{"type":["h-event"],"properties":{"content":["x"]}}"#,
            #"{"type":["h-entry"],"properties":"content"}"#, #"{"action":"publish","url":"x"}"#,
            #"{"action":["delete"]}"#,
            #"{"action":"delete"}"#, #"{"action":"delete","url":""}"#, #"{"action":"delete","url":7}"#,
        ]
    )
    func noJSON(body: String) throws {
        expectRefusal(try post("application/json", Array(body.utf8)), 400)
    }

    @Test("400 for a depth of 1,000, and of 100,000", arguments: [1_000, 100_000])
    func deep(depth: Int) throws {
        let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let objects = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        for value in [nested, objects] {
            let json = #"{"type":["h-entry"],"properties":{"content":["x"],"nested":\#(value)}}"#
            expectRefusal(try post("application/json", Array(json.utf8)), 400)
        }
    }

    @Test(
        "400 for bytes that are no UTF-8",
        arguments: [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xe2, 0x82]]
    )
    func noUTF8(bytes: [UInt8]) throws {
        let json = Array(#"{"type":["h-entry"],"properties":{"content":[""#.utf8) + bytes + Array(#""]}}"#.utf8)
        expectRefusal(try post("application/json", json), 400)
        let escapes = bytes.map { "%" + String($0, radix: 16) }.joined()
        expectRefusal(try post("application/x-www-form-urlencoded", Array("h=entry&content=\(escapes)".utf8)), 400)
        let part = Part("content", file: "", type: "text/plain", bytes: bytes)
        expectRefusal(try site.post([Part("h", "entry"), part]), 400)
    }

    @Test("400 for a NUL")
    func nul() throws {
        expectRefusal(try post("application/x-www-form-urlencoded", Array("h=entry&content=a%00b".utf8)), 400)
    }

    @Test(
        "400 for a form that asks for nothing known",
        arguments: [
            "", "&", "h=entry", "h=event&content=x", "h=entry&content=", "h=entry&content=a&content=b",
            "action=publish&url=x",
            "action=delete", "action=delete&url=", "action=update&url=x&content=y",
        ]
    )
    func noForm(body: String) throws {
        expectRefusal(try post("application/x-www-form-urlencoded", Array(body.utf8)), 400)
    }

    @Test("400 for a multipart body that is cut off, has no boundary, or another one")
    func multipart() throws {
        let whole = Part.body([Part("h", "entry"), Part("content", "x")])
        let type = "multipart/form-data; boundary="
        expectRefusal(try post("multipart/form-data", whole), 400)
        expectRefusal(try post(type, whole), 400)
        expectRefusal(try post(type + "other", whole), 400)
        expectRefusal(try post(type + Part.boundary, Array(whole.dropLast(Part.boundary.count + 6))), 400)
        expectRefusal(try post(type + Part.boundary, []), 400)
        let nameless = Array("--\(Part.boundary)\r\nContent-Disposition: form-data\r\n\r\nx\r\n".utf8) + whole
        expectRefusal(try post(type + Part.boundary, nameless), 400)
    }

    @Test("400 for a thousand parts and for ten thousand fields")
    func many() throws {
        let parts = (0..<1000).map { Part("x-\($0)", "y") } + [Part("content", "x")]
        expectRefusal(try site.post(parts), 413)
        let form = (0..<10_000).map { "x=\($0)" }.joined(separator: "&")
        expectRefusal(try site.post(form: "h=entry&content=x&" + form), 400)
    }

    @Test("a refused body leaves no file")
    func noFile() throws {
        let part = Part("photo", file: "a.jpg", type: "image/jpeg", bytes: Array("no picture".utf8))
        let answer = try site.post([Part("mp-slug", "refused-body"), Part("content", "x"), part])
        expectRefusal(answer, 415)
        #expect(!site.files(in: "notes").contains { $0.contains("refused-body") })
        #expect(site.files(in: "media").isEmpty)
    }
}
