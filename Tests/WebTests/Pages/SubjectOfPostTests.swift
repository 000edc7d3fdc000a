import IndieWeb
import Testing
import Web

@Suite("What posts of other kinds show")
struct SubjectOfPostTests {
    private let site: FixtureSite

    init() throws {
        site = try FixtureSite()
    }

    private func page(_ properties: MicroformatsProperties) async throws -> MarkupQuery {
        try await site.publish("Words", "it", properties)
        return try MarkupQuery(try await site.get("/note/it").text)
    }

    @Test(
        "what is answered by another address than one of the web is named, and leads nowhere",
        arguments: ["gemini://a.example/b", "doi:10.1000/182", "a.example/b", "javascript:alert(1)"]
    )
    func otherAddress(address: String) async throws {
        let page = try await page(["in-reply-to": [.string(address)]])
        #expect(page.classed("context").map(\.text) == ["In reply to \(address)"])
        #expect(page.classed("u-in-reply-to").isEmpty && page.classed("p-in-reply-to").map(\.text) == [address])
        #expect(page.classed("p-in-reply-to").allSatisfy { $0.attributes["href"] == nil })
    }

    @Test(
        "MP-027 what was read, watched or eaten is shown",
        arguments: [
            ("read-of", "https://a.example/", "Read: https://a.example/", "u-read-of"),
            ("listen-of", "A song", "Listen: A song", "p-listen-of"), ("drank", "Tea", "Drank: Tea", "p-drank"),
            ("ate", ["type": ["h-food"], "properties": ["name": ["Soup"]]], "Ate: Soup", "h-food"),
            ("watch-of", ["type": "h-cite", "name": "A film"], "Watch: A film", "u-watch-of"),
            ("read-of", ["properties": ["uid": ["urn:isbn:1"]]], "Read: urn:isbn:1", "h-cite"),
            (
                "follow-of", ["type": ["h-entry h-x"], "url": "https://a.example/"], "Follow: https://a.example/",
                "h-cite"
            ),
        ] as [(String, JSONValue, String, String)]
    )
    func subject(name: String, value: JSONValue, words: String, mark: String) async throws {
        let page = try await page([name: [value]])
        #expect(page.classed("context").map(\.text) == [words])
        #expect(page.classed(mark).count == 1 && page.classed("h-entry").count == 1)
    }

    @Test("a citation that is flat, or only a quotation, is shown")
    func citations() async throws {
        let page = try await page([
            "in-reply-to": [["type": ["h-cite"], "url": "https://a.example/", "name": "A post"]],
            "like-of": [["properties": ["content": [["html": "<p>Said <b>so</b></p>"]]]]],
        ])
        #expect(page.classed("context").map(\.text) == ["In reply to A post", "Likes Said so"])
        #expect(page.classed("u-url").contains { $0.attributes["href"] == "https://a.example/" })
        #expect(page.classed("p-content").map(\.text) == ["Said so"])
    }

    @Test("a name and a summary in HTML are shown as words")
    func markup() async throws {
        let page = try await page([
            "name": [["html": "A <b>name</b>"]], "summary": [["html": "<p>In <i>short</i></p>"]],
        ])
        #expect(page.classed("p-name").map(\.text).contains("A name"))
        #expect(page.classed("p-summary").map(\.text) == ["In short"])
    }
}
