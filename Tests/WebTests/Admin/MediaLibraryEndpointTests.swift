import Foundation
import HTTPTypes
import IndieWeb
import Publishing
import Testing

@Suite("/admin/media")
struct MediaLibraryEndpointTests {
    private let site: FixtureSite
    private let browser: DeskBrowser

    init() async throws {
        site = try FixtureSite()
        browser = try await DeskBrowser(site)
    }

    private func file(_ name: String) throws -> DeskBrowser.File {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Fixtures/images/uploads"
        )
        return DeskBrowser.File(field: "file", name: name, bytes: try Data(contentsOf: folder.appending(path: name)))
    }

    private func upload(_ files: [DeskBrowser.File]) async throws -> Answer {
        try await browser.press("Upload", of: try await browser.form("/admin/media", at: "/admin/media"), files: files)
    }

    private func newest() async throws -> LibraryItem {
        try #require(try await site.site.library(MicropubMediaList(), logger: .silent).items.first)
    }

    @Test("images are stored, shown and deleted")
    func life() async throws {
        let answer = try await upload([try file("text.png"), try file("wide.jpg")])
        #expect(answer.headers[.location] == "/admin/media")
        let page = try await browser.open("/admin/media")
        #expect(page.text.contains("2 images are uploaded."))
        #expect(page.text.contains("In no post"))
        let url = try await newest().media.url(siteURL: "https://alice.example.com/")
        let form = try #require(try DeskForm.all(in: page.text).first { $0["url"] == url })
        _ = try await browser.press("Delete", of: form)
        #expect(try await browser.open("/admin/media").text.contains("The image is deleted."))
        #expect(try await newest().media.url(siteURL: "https://alice.example.com/") != url)
        _ = try await browser.press("Delete", of: form)
        #expect(try await browser.open("/admin/media").text.contains("There is no such image any more."))
    }

    @Test("422 with a word on each file that is none; the others are stored")
    func refused() async throws {
        let bad = DeskBrowser.File(field: "file", name: "a<b>.txt", bytes: Data("text".utf8))
        let answer = try await upload([bad, try file("text.png")])
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("“a&lt;b&gt;.txt”"))
        #expect(answer.text.contains("In no post"))
        #expect(try await upload([]).text.contains("Choose an image first."))
    }

    @Test("tells where an image is used: as a photo, and by its address in the words")
    func uses() async throws {
        _ = try await upload([try file("text.png")])
        let url = try await newest().media.url(siteURL: "https://alice.example.com/")
        _ = try await site.publisher.create(
            MicropubCreate(properties: ["content": ["As a photo"], "photo": [.string(url)]])
        )
        _ = try await site.publisher.create(MicropubCreate(properties: ["content": [.string("In words ![x](\(url))")]]))
        #expect(try await newest().posts.count == 2)
        let page = try await browser.open("/admin/media")
        let form = try #require(try DeskForm.all(in: page.text).first { $0["url"] == url })
        _ = try await browser.press("Delete", of: form)
        #expect(try await browser.open("/admin/media").text.contains("The image stays"))
        #expect(try await newest().media.url(siteURL: "https://alice.example.com/") == url)
    }

    @Test("201 or 422 in JSON for a script")
    func json() async throws {
        let token = try await browser.form("/admin/media", at: "/admin/media")["csrf_token"] ?? ""
        func send(_ content: Data, token: String) async throws -> Answer {
            let head = "--B\r\nContent-Disposition: form-data; name=\"csrf_token\"\r\n\r\n\(token)\r\n"
            let part = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\n"
            let body = Data((head + part).utf8) + content + Data("\r\n--B--\r\n".utf8)
            let type = "multipart/form-data; boundary=B"
            return try await browser.send(
                "/admin/media",
                .post,
                [.contentType: type, .accept: "application/json"],
                body
            )
        }
        let image = try file("text.png").bytes
        let stored = try await send(image, token: token)
        #expect(stored.status == .created)
        #expect(stored.text.contains("\"url\":\"https://alice.example.com/media/"))
        let refused = try await send(Data("x".utf8), token: token)
        #expect(refused.status == .unprocessableContent)
        #expect(refused.text.contains("\"error\":"))
        #expect(try await send(image, token: "other").status == .forbidden)
    }
}
