import IndieWeb
import Testing
import Web

@Suite("What posts of other kinds show")
struct SubjectOfPostTests {
    private let site: FixtureSite

    init() throws {
        site = try FixtureSite()
    }

    private func page(
        _ properties: MicroformatsProperties,
        slug: String = "it",
        words: String = "Words"
    ) async throws -> MarkupQuery {
        try await site.publish(words, slug, properties)
        return try MarkupQuery(try await site.get("/note/\(slug)").text)
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

    @Test(
        "read-status is said, and marked up",
        arguments: [("to-read", "To read"), ("reading", "Reading"), ("finished", "Read")]
    )
    func readStatus(status: String, words: String) async throws {
        let page = try await page([
            "read-status": [.string(status)],
            "read-of": [["type": ["h-cite"], "properties": ["name": ["Moby Dick"], "author": ["Herman Melville"]]]],
        ])
        #expect(page.classed("context").map(\.text) == ["\(words): Moby Dick, Herman Melville"])
        #expect(page.classed("p-read-status").map { $0.attributes["value"] } == [status])
    }

    @Test("who wrote what is passed on is named, and what they said is quoted, as words")
    func repost() async throws {
        for property in ["repost-of", "quotation-of"] {
            let page = try await page(
                [
                    property: [
                        [
                            "type": ["h-cite"],
                            "properties": [
                                "url": ["https://x.example/1"], "name": ["T"],
                                "content": [["html": "<p>quoted <script>1</script></p><p class=\"h-card\">words"]],
                                "author": [["type": ["h-card"], "properties": ["name": ["Ann"]]]],
                            ],
                        ]
                    ]
                ],
                slug: property
            )
            #expect(page.classed("p-content").map(\.text) == ["quoted \nwords"])
            #expect(page.classed("p-author").map(\.text).contains("Ann"))
            #expect(page.named("q").count == 1 && page.named("script").isEmpty)
        }
    }

    @Test("the answer to an invitation is in small letters, as programs expect it")
    func answer() async throws {
        let page = try await page(["rsvp": ["YES"], "in-reply-to": ["https://a.example/"]])
        #expect(page.classed("p-rsvp").map { $0.attributes["value"] } == ["yes"])
    }

    @Test("when it begins and ends is shown, a day as a day")
    func dates() async throws {
        let page = try await page([
            "name": ["A party"], "start": ["2026-12-01T18:00:00+02:00"], "end": ["2026-12-02", "late"],
        ])
        #expect(page.classed("dt-start").map(\.text) == ["1 December 2026, 18:00"])
        #expect(page.classed("dt-start").map { $0.attributes["datetime"] } == ["2026-12-01T18:00:00+02:00"])
        #expect(page.classed("dt-end").map(\.text) == ["2 December 2026", "late"])
        #expect(page.classed("dt-end").map { $0.attributes["datetime"] } == ["2026-12-02", nil])
    }

    @Test("a copy that is named twice is shown once")
    func copies() async throws {
        let page = try await page([
            "syndication": ["https://a.example/1", "https://a.example/1", "https://a.example/2"]
        ])
        #expect(
            page.classed("u-syndication").map { $0.attributes["href"] } == [
                "https://a.example/1", "https://a.example/2",
            ]
        )
    }

    @Test("a page is described by the author's summary, and called by what the post is about")
    func description() async throws {
        func said(_ page: MarkupQuery) -> [String?] {
            page.named("meta").filter {
                ["description", "og:description"].contains($0.attributes["name"] ?? $0.attributes["property"])
            }
            .map { $0.attributes["content"] }
        }
        let summary = try await page(["name": ["T"], "summary": ["My summary here"]])
        #expect(said(summary) == ["My summary here", "My summary here"])
        let sentences = String(repeating: "A sentence.\n", count: 300)
        let long = try await page(["name": ["T"], "summary": [.string(sentences)]], slug: "long")
        #expect(said(long).allSatisfy { $0?.hasPrefix("A sentence. A") == true && $0?.count ?? 0 <= 200 })
        #expect(long.classed("p-summary").map(\.text.count) == [sentences.count])
        let visit = try await page(
            ["checkin": [["type": ["h-card"], "properties": ["name": ["Cafe Zorro"]]]], "content": []],
            slug: "visit",
            words: ""
        )
        #expect(visit.named("title").map(\.text).first?.hasPrefix("At Cafe Zorro") == true)
        #expect(said(visit) == ["At Cafe Zorro", "At Cafe Zorro"])
        #expect(visit.named("h1").map(\.text) == ["At Cafe Zorro"] && visit.classed("p-name").count == 2)
    }
}
