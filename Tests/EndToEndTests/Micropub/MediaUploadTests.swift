import Foundation
import TestSupport
import Testing

@Suite("POST /micropub/media", .served)
struct MediaUploadTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private func upload(_ parts: Part..., scope: String? = "media") throws -> MicropubSite.Answer {
        try site.post(parts, scope: scope, to: "/micropub/media")
    }

    private func file(_ name: String, _ type: String, _ bytes: [UInt8]) -> Part {
        Part("file", file: name, type: type, bytes: bytes)
    }

    @Test("201 with an address that cannot be guessed", arguments: [Picture.sunset, .logo, .group])
    func created(picture: Picture) throws {
        let answer = try upload(try Part("file", picture))
        #expect(answer.status == 201, "\(answer.text)")
        let path = site.path(of: try #require(answer["Location"]))
        #expect(path.wholeMatch(of: /\/media\/\d{4}\/\d\d\/[0-9a-f-]{32,36}\.(jpg|png|gif)/) != nil, "\(path)")
        let served = try site.page(path)
        #expect(served.status == 200)
        #expect(served.all("Content-Type") == [picture.type])
        #expect(served["X-Content-Type-Options"] == "nosniff")
    }

    @Test("the same file twice is one file")
    func twice() throws {
        let first = try upload(try Part("file", .city))
        let second = try upload(try Part("file", .city))
        #expect(first.status == 201 && second.status == 201)
        #expect(first["Location"] == second["Location"])
    }

    @Test("nothing of where, by whom and with what it was taken is served")
    func position() throws {
        let original = Data(try Picture.withPosition.bytes)
        let marks = ["Exif", "SECRETOWNER", "SECRETCAMERA"].map { Data($0.utf8) }
        for mark in marks { #expect(original.firstRange(of: mark) != nil) }
        let answer = try upload(try Part("file", .withPosition))
        let served = Data(try site.page(try #require(answer["Location"])).body)
        #expect(served.count > 100)
        for mark in marks { #expect(served.firstRange(of: mark) == nil) }
        for name in site.files(in: "media") {
            let bytes = FileManager.default.contents(atPath: site.site.path + "/media/" + name) ?? Data()
            for mark in marks { #expect(bytes.firstRange(of: mark) == nil, "\(name)") }
        }
    }

    @Test("what hangs on to a picture is cut off", arguments: [Picture.sunset, .logo, .group])
    func polyglot(picture: Picture) throws {
        let script = "<script>alert(1)</script>PK\u{3}\u{4}"
        let answer = try upload(
            file("a." + picture.rawValue.suffix(3), picture.type, try picture.bytes + Array(script.utf8))
        )
        #expect(answer.status == 201)
        let served = Data(try site.page(try #require(answer["Location"])).body)
        #expect(served.firstRange(of: Data("<script>".utf8)) == nil)
    }

    @Test(
        "415 for what is no picture, whatever its name and type say",
        arguments: [
            ("drawing.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            ("photo.jpg", "image/jpeg", "just text"), ("photo.jpg", "image/jpeg", "<html><script>alert(1)</script>"),
            ("photo.png", "image/png", "%PDF-1.7\n"), ("archive.zip", "application/zip", "PK\u{3}\u{4}"),
            ("sound.mp3", "audio/mpeg", "ID3\u{3}"), ("page.html", "text/html", "<!doctype html>"),
            ("drawing.jpg", "image/jpeg", "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
        ]
    )
    func otherTypes(name: String, type: String, text: String) throws {
        expectRefusal(try upload(file(name, type, Array(text.utf8))), 415)
    }

    @Test("the type is what the bytes are", arguments: [("photo.png", "image/png"), ("x.html", "text/html"), ("", "")])
    func sniffed(name: String, type: String) throws {
        let answer = try upload(file(name, type, try Picture.sunset.bytes))
        #expect(answer.status == 201, "\(answer.text)")
        #expect(try site.page(try #require(answer["Location"])).all("Content-Type") == ["image/jpeg"])
    }

    @Test(
        "a file's name leads nowhere",
        arguments: ["../../../evil.jpg", "/etc/evil.jpg", "..\\evil.jpg", "evil\u{0}.jpg"]
    )
    func names(name: String) throws {
        let answer = try upload(file(name, "image/jpeg", try Picture.sunset.bytes))
        guard answer.status == 201 else { return expectRefusal(answer, 400) }
        let path = site.path(of: try #require(answer["Location"]))
        #expect(path.hasPrefix("/media/") && !path.contains("evil") && !path.contains(".."))
        #expect(try !FileManager.default.contentsOfDirectory(atPath: site.site.folder.path).contains("evil.jpg"))
    }

    @Test("413 for more than 50 MB, and nothing of it stays")
    func large() throws {
        let before = site.files(in: ".")
        let head = file("big.jpg", "image/jpeg", []).opening + (try Picture.sunset.bytes)
        let megabyte = [UInt8](repeating: 0x41, count: 1 << 20)
        let end = Array("\r\n--\(Part.boundary)--\r\n".utf8)
        let headers = [("Content-Type", "multipart/form-data; boundary=\(Part.boundary)")]
        let answer = try site.client.send(
            "POST",
            "/micropub/media",
            headers: try site.authorization("media") + headers,
            pieces: [head] + Array(repeating: megabyte, count: 51) + [end]
        )
        expectRefusal(answer, 413)
        // Other tests upload at the same time; what is under way there goes by itself.
        var left: Set<String> = []
        for _ in 0..<100 {
            left = Set(site.files(in: ".")).subtracting(before).filter { $0.contains(".tmp") }
            if left.isEmpty { break }
            usleep(100_000)
        }
        #expect(left.isEmpty)
    }

    @Test("400 for two files, none, one under another name, or text in its place")
    func parts() throws {
        let picture = try Part("file", .sunset)
        expectRefusal(try upload(picture, try Part("file", .logo)), 400)
        expectRefusal(try upload(Part("h", "entry")), 400)
        expectRefusal(try upload(try Part("photo", .sunset)), 400)
        expectRefusal(try upload(Part("file", "text")), 400)
        expectRefusal(try upload(file("empty.jpg", "image/jpeg", [])), 400)
    }

    @Test("400 for JSON that asks for nothing, 415 for a file without a form")
    func noMultipart() throws {
        let headers = try site.authorization("media") + [("Content-Type", "application/json")]
        expectRefusal(try site.client.send("POST", "/micropub/media", headers: headers, body: "{}"), 400)
        let raw = try site.authorization("media") + [("Content-Type", "image/jpeg")]
        let bytes = try Picture.sunset.bytes
        expectRefusal(try site.client.send("POST", "/micropub/media", headers: raw, pieces: [bytes]), 415)
    }

    @Test("401 without a token, 403 without the scope, 201 with the token in a part, 400 with two")
    func tokens() throws {
        let picture = try Part("file", .sunset)
        expectRefusal(try upload(picture, scope: nil), 401, error: "unauthorized")
        expectRefusal(try upload(picture, scope: "update"), 403, error: "insufficient_scope")
        let token = Part("access_token", try site.token("media"))
        #expect(try upload(token, picture, scope: nil).status == 201)
        #expect(try upload(token, picture).status == 400)
    }

    @Test("30 uploads at once all come through")
    func parallel() async throws {
        let site = site
        let (picture, token) = (try Part("file", .logo), try site.token("media"))
        #expect(!token.isEmpty)
        let answers = try await Many.times(30) { _ in try site.post([picture], scope: "media", to: "/micropub/media") }
        #expect(answers.allSatisfy { $0.status == 201 })
    }
}
