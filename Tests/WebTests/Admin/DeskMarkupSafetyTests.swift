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
        let faults = try MarkupQuery(answer.text).elements.flatMap(Self.faults)
        #expect(faults.isEmpty, "\(vector)")
    }

    private static func faults(of element: MarkupQuery.Element) -> [String] {
        let forbidden: Set = ["iframe", "object", "embed", "base", "svg", "math", "portal", "style", "marquee", "xss"]
        let isOurs = element.text.isEmpty && element.attributes["src"]?.hasPrefix("/static/") == true
        if forbidden.contains(element.name) || (element.name == "script" && !isOurs) { return [element.name] }
        return element.attributes.filter { name, value in
            if name.hasPrefix("on") || name == "style" || name == "srcdoc" { return true }
            guard ["href", "src", "action", "formaction", "data", "poster"].contains(name) else { return false }
            let address = String(value.lowercased().unicodeScalars.filter { $0.value > 0x20 })
            return ["javascript:", "vbscript:", "data:"].contains { address.hasPrefix($0) }
        }.map { "\(element.name) \($0.key)=\($0.value)" }
    }

    @Test("there are at least sixty of them")
    func enough() { #expect(Self.vectors.count >= 60) }

    @Test("a form that comes back has them as text")
    func returned() async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        for vector in Self.vectors { try await expectReturned(vector, browser) }
    }

    private func expectReturned(_ vector: String, _ browser: DeskBrowser) async throws {
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

    @Test("a post has them as text, in its form, its view, its preview, the lists and the library")
    func stored() async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        for (number, vector) in Self.vectors.enumerated() {
            try await expectStored(vector, browser)
            // The lists hold many of them at once.
            guard number % 15 == 14 || vector == Self.vectors.last else { continue }
            for path in ["/admin/", "/admin/?before=20", "/admin/?show=drafts", "/admin/media", "/"] {
                try expectHarmless(try await browser.open(path), vector)
            }
        }
    }

    private func expectStored(_ vector: String, _ browser: DeskBrowser) async throws {
        var form = try await browser.form("/admin/new", at: "/admin/new")
        for name in ["title", "content", "tags", "slug"] { form[name] = vector }
        form.fields += [("photo", "https://photos.invalid/x.jpg"), ("photo-alt", vector)]
        try expectHarmless(try await browser.press("Preview", of: form), vector)
        let path = try #require(try await browser.press("Save draft", of: form).headers[.location])
        for path in [path, path.replacing("edit", with: "view")] {
            try expectHarmless(try await browser.open(path), vector)
        }
        let edit = try await browser.form(path, at: path)
        #expect(edit["title"] == vector)
        #expect(edit["content"] == vector)
        // Every other one stays a draft.
        guard vector.utf8.count.isMultiple(of: 2) else { return }
        _ = try await browser.press("Publish", of: edit)
    }
}
