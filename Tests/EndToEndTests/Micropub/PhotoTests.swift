import Foundation
import TestSupport
import Testing

@Suite("POST /micropub: photos", .served)
struct PhotoTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    @Test("files and addresses keep their order, and their descriptions")
    func order() throws {
        let parts = [
            Part("content", "Two of them"), try Part("photo[]", .sunset),
            Part("photo[]", "https://photos.example/b.jpg"),
            Part("mp-photo-alt[]", "ALT-FILE"), Part("mp-photo-alt[]", "ALT-URL"),
        ]
        let url = try site.location(of: site.post(parts))
        let photos = try #require(try site.source(url)["photo"] as? [[String: String]])
        #expect(photos.map { $0["alt"] } == ["ALT-FILE", "ALT-URL"])
        #expect(photos.first?["value"]?.hasPrefix(site.root + "media/") == true)
        #expect(photos.last?["value"] == "https://photos.example/b.jpg")
    }

    @Test("a post that is refused for what it says stores no file")
    func refused() throws {
        let site = try MicropubSite()
        let photo = try Part("photo", .sunset)
        for (name, value) in [
            ("mp-destination", "https://elsewhere.example/"), ("mp-channel", "unknown"), ("mp-syndicate-to", "unknown"),
            ("published", "yesterday"), ("h", "event"), ("photo[x]", "y"),
        ] {
            expectRefusal(try site.post([Part("content", "x"), photo, Part(name, value)]), 400)
        }
        expectRefusal(try site.post([Part("content", "x"), photo], scope: "update"), 403, error: "insufficient_scope")
        #expect(site.files(in: "media").filter { !$0.hasPrefix(".tmp") }.isEmpty)
        #expect(try site.query("q=source", at: "/micropub/media").json["items"] as? [String] == [])
    }

    @Test("a file needs no name, when its type says that it is one")
    func nameless() throws {
        let photo = Part("photo", type: "image/jpeg", bytes: try Picture.city.bytes)
        let url = try site.location(of: site.post([Part("content", "Nameless"), photo]))
        #expect(try site.strings("photo", of: url).first?.hasPrefix(site.root + "media/") == true)
        let file = Part("file", type: "application/octet-stream", bytes: try Picture.logo.bytes)
        #expect(try site.post([file], to: "/micropub/media").status == 201)
    }

    @Test("401 for many files before it is known who sends them; some are taken until the token comes")
    func strangers() throws {
        let photo = try Part("photo[]", .logo)
        let token = Part("access_token", try site.token(MicropubSite.everything))
        func post(_ count: Int) throws -> MicropubSite.Answer {
            try site.post([Part("content", "x")] + Array(repeating: photo, count: count) + [token], scope: nil)
        }
        #expect(try post(10).status == 201)
        expectRefusal(try post(11), 401, error: "unauthorized")
        let known = [token, Part("content", "x")] + Array(repeating: photo, count: 20)
        #expect(try site.post(known, scope: nil).status == 201)
    }

    @Test("however many files a stranger sends, they take few descriptors")
    func descriptors() async throws {
        let site = try MicropubSite()
        func count() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: site.server.statusFolder + "/fd").count
        }
        let before = try count()
        let file = Part("photo[]", file: "a.jpg", type: "image/jpeg", bytes: [0x61])
        let parts = Array(repeating: file.opening + file.bytes + Array("\r\n".utf8), count: 10).flatMap { $0 }
        let head = [
            "POST /micropub HTTP/1.1", "Host: x", "Content-Type: multipart/form-data; boundary=\(Part.boundary)",
            "Content-Length: 100000", "", "",
        ]
        var client = site.client
        client.seconds = 3
        let (waiting, request) = (client, Array(head.joined(separator: "\r\n").utf8) + parts)
        // They never end, so that there is never an answer.
        async let ends: [Void] = Many.times(5) { _ in
            _ = try? waiting.exchange([request], method: "POST")
        }
        var most = 0
        for _ in 0..<20 {
            try await Task.sleep(for: .milliseconds(100))
            most = max(most, try count())
        }
        _ = try await ends
        // A connection and a locked folder for each, and whatever the server needs for itself.
        #expect(most >= before + 5 * 2)
        #expect(most < before + 5 * 5)
    }
}
