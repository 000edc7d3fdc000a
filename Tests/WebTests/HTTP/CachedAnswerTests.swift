import HTTPTypes
import IndieWeb
import NIOCore
import Testing
import Web

@Suite("CachedAnswer")
struct CachedAnswerTests {
    static let bytes = Array(String(repeating: "<p>Note</p>\n", count: 100).utf8)
    static let answer = CachedAnswer(
        bytes: bytes,
        contentType: "text/html; charset=utf-8",
        cacheControl: "no-cache",
        lastModified: HTTPDate(secondsSince1970: 784_111_777),
        headers: [.location: "x"]
    )
    static let undated = CachedAnswer(bytes: bytes, contentType: "text/html", cacheControl: "no-cache")

    static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
    static let same = "Sun, 06 Nov 1994 08:49:37 GMT"
    static let later = "Sun, 06 Nov 1994 08:49:38 GMT"

    /// A request: its conditions, in which `I` and `G` stand for the tags of the plain and of the packed bytes.
    struct Case: CustomTestStringConvertible, Sendable {
        var fields: [(HTTPField.Name, String)]
        var plain: Int
        var packed: Int
        var undated: Int

        init(_ fields: [(HTTPField.Name, String)], _ plain: Int, _ packed: Int, undated: Int) {
            (self.fields, self.plain, self.packed, self.undated) = (fields, plain, packed, undated)
        }

        var testDescription: String { fields.map { "\($0): \($1)" }.joined(separator: ", ") }
    }

    static let conditions = [
        Case([], 200, 200, undated: 200),
        Case([(.ifNoneMatch, "I")], 304, 200, undated: 304),
        Case([(.ifNoneMatch, "G")], 200, 304, undated: 200),
        Case([(.ifNoneMatch, "W/I")], 304, 200, undated: 304),
        Case([(.ifNoneMatch, "\"x\", W/G, I")], 304, 304, undated: 304),
        Case([(.ifNoneMatch, "\"x\""), (.ifNoneMatch, "I")], 304, 200, undated: 304),
        Case([(.ifNoneMatch, "*")], 304, 304, undated: 304),
        Case([(.ifNoneMatch, "\"x\"")], 200, 200, undated: 200),
        Case([(.ifModifiedSince, same)], 304, 304, undated: 200),
        Case([(.ifModifiedSince, later)], 304, 304, undated: 200),
        Case([(.ifModifiedSince, earlier)], 200, 200, undated: 200),
        Case([(.ifModifiedSince, "yesterday")], 200, 200, undated: 200),
        Case([(.ifNoneMatch, "\"x\""), (.ifModifiedSince, later)], 200, 200, undated: 200),
        Case([(.ifNoneMatch, "I"), (.ifModifiedSince, earlier)], 304, 200, undated: 304),
        Case([(.ifMatch, "I")], 200, 412, undated: 200),
        Case([(.ifMatch, "G")], 412, 200, undated: 412),
        Case([(.ifMatch, "W/I")], 412, 412, undated: 412),
        Case([(.ifMatch, "*")], 200, 200, undated: 200),
        Case([(.ifMatch, "\"x\""), (.ifNoneMatch, "*")], 412, 412, undated: 412),
        Case([(.ifMatch, "*"), (.ifNoneMatch, "*")], 304, 304, undated: 304),
        Case([(.ifUnmodifiedSince, same)], 200, 200, undated: 200),
        Case([(.ifUnmodifiedSince, earlier)], 412, 412, undated: 200),
        Case([(.ifMatch, "*"), (.ifUnmodifiedSince, earlier)], 200, 200, undated: 200),
    ]

    @Test("the status by the conditions", arguments: conditions, [HTTPRequest.Method.get, .head])
    func status(condition: Case, method: HTTPRequest.Method) throws {
        let tags = try (Self.tag(of: Self.answer, [:]), Self.tag(of: Self.answer, [.acceptEncoding: "gzip"]))
        var request = HTTPFields()
        for (name, value) in condition.fields {
            let isTag = name == .ifNoneMatch || name == .ifMatch
            let tagged = value.replacing("I", with: tags.0).replacing("G", with: tags.1)
            request.append(HTTPField(name: name, value: isTag ? tagged : value))
        }
        #expect(Self.answer.reply(to: method, request).status.code == condition.plain)
        #expect(Self.undated.reply(to: method, request).status.code == condition.undated)
        request[.acceptEncoding] = "gzip"
        #expect(Self.answer.reply(to: method, request).status.code == condition.packed)
    }

    @Test("200 with the bytes as they are")
    func plain() {
        let reply = Self.answer.reply(to: .get, [:])
        #expect(reply.body == ByteBuffer(bytes: Self.bytes))
        #expect(reply.headers[.contentEncoding] == nil)
        #expect(reply.headers[.contentLength] == "1200")
        #expect(reply.headers[.contentType] == "text/html; charset=utf-8")
        #expect(reply.headers[.lastModified] == Self.same)
        #expect(reply.headers[.cacheControl] == "no-cache")
        #expect(reply.headers[.vary] == "Accept-Encoding")
        #expect(reply.headers[.location] == "x")
    }

    @Test("200 with the bytes packed, under a tag of their own")
    func packed() throws {
        let plain = Self.answer.reply(to: .get, [:])
        let reply = Self.answer.reply(to: .get, [.acceptEncoding: "gzip"])
        let body = try #require(reply.body)
        #expect(try inflated(Array(body.readableBytesView), upTo: 1_200) == Self.bytes)
        #expect(reply.headers[.contentEncoding] == "gzip")
        #expect(reply.headers[.contentLength] == String(body.readableBytes))
        #expect(reply.headers[.eTag]?.isEmpty == false)
        #expect(reply.headers[.eTag] != plain.headers[.eTag])
        #expect(reply.headers[.vary] == "Accept-Encoding")
    }

    @Test("HEAD has the header of GET and no body", arguments: ["identity", "gzip"])
    func head(coding: String) {
        let get = Self.answer.reply(to: .get, [.acceptEncoding: coding])
        let head = Self.answer.reply(to: .head, [.acceptEncoding: coding])
        #expect(head.headers == get.headers)
        #expect(head.status == .ok)
        #expect(head.body == nil)
    }

    @Test("304 has what guides caches, and no body", arguments: ["identity", "gzip"])
    func notModified(coding: String) throws {
        let tag = try Self.tag(of: Self.answer, [.acceptEncoding: coding])
        let reply = Self.answer.reply(to: .get, [.acceptEncoding: coding, .ifNoneMatch: tag])
        #expect(reply.body == nil)
        #expect(
            reply.headers == [.location: "x", .cacheControl: "no-cache", .eTag: tag, .vary: "Accept-Encoding"]
        )
    }

    @Test("too few bytes are never packed, and the answer still varies", arguments: [0, 2, 255])
    func few(count: Int) {
        let bytes = [UInt8](repeating: 0x61, count: count)
        let answer = CachedAnswer(bytes: bytes, contentType: "text/plain", cacheControl: "no-cache")
        let reply = answer.reply(to: .get, [.acceptEncoding: "gzip"])
        #expect(reply.body == ByteBuffer(bytes: bytes))
        #expect(reply.headers[.contentEncoding] == nil)
        #expect(reply.headers[.vary] == "Accept-Encoding")
    }

    @Test("a negotiated answer varies on Accept too")
    func negotiated() {
        let answer = CachedAnswer(bytes: [], contentType: "text/plain", cacheControl: "no-cache", variesOnAccept: true)
        #expect(answer.reply(to: .get, [:]).headers[.vary] == "Accept, Accept-Encoding")
        #expect(answer.reply(to: .get, [:]).status == .ok)
    }

    private static func tag(of answer: CachedAnswer, _ request: HTTPFields) throws -> String {
        try #require(answer.reply(to: .get, request).headers[.eTag])
    }
}
