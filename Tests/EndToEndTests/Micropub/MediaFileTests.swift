import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Uploaded media", .served)
struct MediaFileTests {
    private static let endpoint = "/micropub/media"
    private static let count = Mutex<UInt8>(0)
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    /// The address of a new file; each is another file, for the same bytes would be one.
    private func upload(scope: String = "media") throws -> String {
        let number = Self.count.withLock { count -> UInt8 in
            count += 1
            return count
        }
        // The first colour of the palette decides; no decoder refuses one.
        var bytes = try Picture.group.bytes
        bytes[13] = number
        let part = Part("file", file: "flag.gif", type: "image/gif", bytes: bytes)
        return try #require(try site.post([part], scope: scope, to: Self.endpoint)["Location"])
    }

    @Test("GET answers with caching for good, 304 for those who have it")
    func caching() throws {
        let url = try upload()
        let answer = try site.page(url)
        #expect(answer.words("Cache-Control").contains("immutable"))
        #expect(answer.words("Cache-Control").contains("max-age=31536000"))
        #expect(answer["Accept-Ranges"] == "bytes")
        let tag = try #require(answer["ETag"])
        for value in [tag, "\"other\", \(tag)", "*"] {
            let again = try site.page(url, headers: [("If-None-Match", value)])
            #expect(again.status == 304 && again["ETag"] == tag)
        }
        #expect(try site.page(url, headers: [("If-None-Match", "\"other\"")]).status == 200)
        if let modified = answer["Last-Modified"] {
            #expect(try site.page(url, headers: [("If-Modified-Since", modified)]).status == 304)
        }
    }

    @Test("HEAD has the headers of GET")
    func head() throws {
        let url = try upload()
        let get = try site.page(url)
        let head = try site.client.send("HEAD", site.path(of: url))
        #expect(head.status == 200)
        for name in ["Content-Type", "Content-Length", "ETag", "Cache-Control"] { #expect(head[name] == get[name]) }
        #expect(get["Content-Length"] == "\(get.body.count)")
    }

    @Test("206 for a part, 416 for one beyond the end")
    func ranges() throws {
        let url = try upload()
        let whole = try site.page(url).body
        let count = whole.count
        for (range, bounds) in [
            ("0-9", 0..<10), ("10-", 10..<count), ("-5", count - 5..<count), ("0-999999", 0..<count),
            ("-999999", 0..<count),
            ("\(count - 1)-\(count - 1)", count - 1..<count),
        ] {
            let answer = try site.page(url, headers: [("Range", "bytes=\(range)")])
            #expect(answer.status == 206, "\(range)")
            #expect(answer.body == Array(whole[bounds]), "\(range)")
            #expect(
                answer["Content-Range"] == "bytes \(bounds.lowerBound)-\(bounds.upperBound - 1)/\(count)",
                "\(range)"
            )
        }
        for range in ["\(count)-", "999999-", "-0"] {
            let answer = try site.page(url, headers: [("Range", "bytes=\(range)")])
            #expect(answer.status == 416, "\(range)")
            #expect(answer["Content-Range"] == "bytes */\(count)", "\(range)")
        }
        let beyondNumbers = "99999999999999999999999-"
        #expect(try site.page(url, headers: [("Range", "bytes=\(beyondNumbers)")]).status == 416)
        for range in ["lines=0-1", "bytes=x", "bytes=9-1"] {
            #expect(try site.page(url, headers: [("Range", range)]).status == 200, "\(range)")
        }
        let stale = try site.page(url, headers: [("Range", "bytes=0-9"), ("If-Range", "\"other\"")])
        #expect(stale.status == 200 && stale.body == whole)
    }

    @Test("q=source lists what was uploaded, newest first, and q=last the newest")
    func queries() throws {
        let urls = try (0..<3).map { _ in try upload() }
        let answer = try site.query("q=source&limit=100", at: Self.endpoint)
        #expect(answer.status == 200)
        let items = try #require(answer.json["items"] as? [[String: Any]])
        #expect(Set(items.compactMap { $0["url"] as? String }).isSuperset(of: urls))
        for item in items { #expect(item["published"] is String) }
        let one = try site.query("q=source&limit=1", at: Self.endpoint)
        #expect((one.json["items"] as? [Any])?.count == 1)
        let last = try site.query("q=last", at: Self.endpoint)
        #expect(last.status == 200 && last.json["url"] is String)
        #expect(try site.query("q=config", at: Self.endpoint).status == 200)
        expectRefusal(try site.query("q=nothing", at: Self.endpoint), 400)
        expectRefusal(try site.query("q=source", scope: nil, at: Self.endpoint), 401, error: "unauthorized")
    }

    private func delete(_ url: String, scope: String = "delete") throws -> MicropubSite.Answer {
        try site.post(form: "action=delete&url=\(url)", scope: scope, to: Self.endpoint)
    }

    @Test("delete takes the file away, and needs the scope")
    func deletion() throws {
        let url = try upload()
        expectRefusal(try delete(url, scope: "media"), 403, error: "insufficient_scope")
        #expect(try site.page(url).status == 200)
        #expect(try delete(url).status == 204)
        #expect(try site.page(url).status == 404)
        let name = url.split(separator: "/").last.map { $0.prefix(36) } ?? ""
        #expect(!site.files(in: "media").contains { $0.contains(name) })
    }

    @Test("delete refuses what a post shows, and what never was")
    func refusedDeletion() throws {
        let url = try upload()
        let post = try site.create(#""content":["With a picture"],"photo":["\#(url)"]"#)
        #expect(try site.entry(post).attributes("src", of: "u-photo").map(site.path) == [site.path(of: url)])
        expectRefusal(try delete(url), 400)
        #expect(try site.page(url).status == 200)
        let unknown = site.root + "media/2025/01/00000000-0000-0000-0000-000000000000.gif"
        expectRefusal(try delete(unknown), 400)
        for other in ["https://other.example/x.gif", "", site.root + "media/../starpunk.db", "/etc/passwd"] {
            expectRefusal(try delete(other), 400)
        }
        expectRefusal(try site.post(form: "action=delete", scope: "delete", to: Self.endpoint), 400)
    }

    @Test("an uploaded picture in a post is shown with its size and text")
    func shown() throws {
        let url = try #require(try site.post([try Part("file", .sunset)], to: Self.endpoint)["Location"])
        let post = try site.create(#""content":["x"],"photo":[{"value":"\#(url)","alt":"A sunset"}]"#)
        let entry = try site.entry(post)
        #expect(entry.attributes("alt", of: "u-photo") == ["A sunset"])
        #expect(entry.attributes("width", of: "u-photo") == ["64"])
        #expect(entry.attributes("height", of: "u-photo") == ["48"])
        let stored = try site.source(post)["photo"] as? [[String: String]]
        #expect(stored == [["value": url, "alt": "A sunset"]])
        #expect(try site.page("/feed.rss").text.contains(site.path(of: url)))
    }
}
