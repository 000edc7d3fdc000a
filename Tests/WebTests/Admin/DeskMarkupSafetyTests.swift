import Foundation
import HTTPTypes
import Testing

@Suite("Words that want to be scripts, on the desk")
struct DeskMarkupSafetyTests {
    private static let vectors: [String] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/script-vectors.txt")
        let text = try? String(contentsOf: file, encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }()

    private static let texts = [
        "title", "content", "tags", "slug", "date", "zone", "visibility", "in-reply-to", "like-of", "repost-of",
        "bookmark-of", "version", "key",
    ]

    /// Nothing of a page runs, or leads or loads to where a script would be.
    private func expectHarmless(_ answer: Answer, _ vector: String) throws {
        #expect(answer.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
        let forbidden: Set = ["iframe", "object", "embed", "base", "svg", "math", "portal", "style", "marquee", "xss"]
        for element in try MarkupQuery(answer.text).elements {
            #expect(!forbidden.contains(element.name), "\(vector): \(element.name)")
            if element.name == "script" {
                #expect(element.text.isEmpty && element.attributes["src"]?.hasPrefix("/static/") == true, "\(vector)")
            }
            for (name, value) in element.attributes {
                #expect(!name.hasPrefix("on") && name != "style" && name != "srcdoc", "\(vector): \(name)")
                guard ["href", "src", "action", "formaction", "data", "poster"].contains(name) else { continue }
                let address = String(value.lowercased().unicodeScalars.filter { $0.value > 0x20 })
                for scheme in ["javascript:", "vbscript:", "data:"] {
                    #expect(!address.hasPrefix(scheme), "\(vector): \(name)")
                }
            }
        }
    }

    @Test("there are at least sixty of them")
    func enough() { #expect(Self.vectors.count >= 60) }

    @Test("a form that comes back has them as text", arguments: vectors)
    func returned(vector: String) async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        var form = try await browser.form("/admin/new", at: "/admin/new")
        for name in Self.texts { form[name] = vector }
        form.fields += [("photo", vector), ("photo-alt", vector), ("photo-position", vector), ("format", vector)]
        let files = [DeskBrowser.File(field: "file1", name: "x.png", bytes: Data(vector.utf8))]
        let answer = try await browser.press("Publish", of: form, files: files)
        #expect(answer.status == .unprocessableContent)
        try expectHarmless(answer, vector)
        let again = try #require(try DeskForm.all(in: answer.text).first { $0.attributes["action"] == "/admin/new" })
        #expect(again["content"] == vector)
        #expect(again["photo"] == vector)
    }

    @Test("a post has them as text, in its form, its view, its preview, the lists and the library", arguments: vectors)
    func stored(vector: String) async throws {
        let site = try FixtureSite()
        let browser = try await DeskBrowser(site)
        var form = try await browser.form("/admin/new", at: "/admin/new")
        for name in ["title", "content", "tags", "slug"] { form[name] = vector }
        form.fields += [("photo", "https://photos.invalid/x.jpg"), ("photo-alt", vector)]
        try expectHarmless(try await browser.press("Preview", of: form), vector)
        let path = try #require(try await browser.press("Save draft", of: form).headers[.location])
        let paths = [path, path.replacing("edit", with: "view"), "/admin/", "/admin/?show=drafts", "/admin/media"]
        for path in paths { try expectHarmless(try await browser.open(path), vector) }
        let edit = try await browser.form(path, at: path)
        #expect(edit["title"] == vector)
        #expect(edit["content"] == vector)
        _ = try await browser.press("Publish", of: edit)
        for path in ["/admin/", "/", "/feed.rss"] where path != "/feed.rss" {
            try expectHarmless(try await browser.open(path), vector)
        }
    }
}
