import IndieWeb
import Microformats
import Testing

@testable import Publishing

@Suite("What a post is called")
struct PostTitleTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    /// A post's title as its page has it, and as a search for a word of the post has it.
    private func titles(_ properties: MicroformatsProperties, word: String) async throws -> (String, String?) {
        let post = try await site.post(try await site.create(properties))
        let results = try await SearchQuery(reader: site.database, now: { [clock = site.clock] in clock.now })
            .results(for: word, limit: 1, offset: 0)
        return (post.title, results.results.first?.title)
    }

    @Test(
        "a name, the first line, the summary, what it is about, or what its photo shows",
        arguments: [
            (["name": ["Name"], "content": ["# Heading\n\nzebra"]], "Name"),
            (["name": [" \n"], "content": ["zebra"]], "zebra"), (["content": ["# Heading\n\nzebra"]], "Heading"),
            (["summary": ["zebra in short\nand more"], "checkin": ["Here"]], "zebra in short"),
            (["checkin": [["type": ["h-card"], "properties": ["name": ["Cafe zebra"]]]]], "At Cafe zebra"),
            (["like-of": [["properties": ["name": ["A zebra"], "url": ["https://a.example/"]]]]], "Like of A zebra"),
            (["photo": [["value": "https://a.example/b.jpg", "alt": "A zebra at dawn"]]], "A zebra at dawn"),
            (
                [
                    "checkin": [["properties": ["name": ["Cafe"], "tel": ["1"]]]], "location-visibility": ["private"],
                    "photo": [["value": "https://a.example/b.jpg", "alt": "zebra"]],
                ], "zebra"
            ),
        ] as [(MicroformatsProperties, String)]
    )
    func titles(properties: MicroformatsProperties, expected: String) async throws {
        let (onPage, inSearch) = try await titles(properties, word: "zebra")
        #expect(onPage == expected && inSearch == expected)
    }

    @Test("a post without any words has the day on which it was written there, everywhere")
    func day() async throws {
        let (onPage, inSearch) = try await titles(
            [
                "published": ["2026-11-20T00:30:00+02:00"], "photo": ["https://a.example/b.jpg"],
                "category": [["type": ["h-card"], "properties": ["name": ["zebra"]]]],
            ],
            word: "zebra"
        )
        #expect(onPage == "Photo of 20 November 2026" && inSearch == onPage)
    }

    @Test("a long summary is cut to a line")
    func long() async throws {
        let summary = String(repeating: "zebra ", count: 100)
        let (onPage, inSearch) = try await titles(["summary": [.string(summary)]], word: "zebra")
        #expect(onPage.count <= 100 && onPage.hasSuffix("…") && inSearch == onPage)
    }

    @Test("a summary of the author stands for the words, and a blank one does not")
    func excerpt() async throws {
        let written = try await site.post(site.create(["content": ["Long content"], "summary": ["In short"]]))
        #expect(written.excerpt == "In short")
        let summary: JSONValue = .string("A  sentence,\non two lines. " + String(repeating: "A sentence. ", count: 300))
        let long = try await site.post(site.create(["content": ["Long content"], "summary": [summary]]))
        #expect(long.excerpt.hasPrefix("A sentence, on two lines. A ") && long.excerpt.hasSuffix("sentence. A…"))
        #expect((180...200).contains(long.excerpt.count) && long.authorsSummary?.count ?? 0 > 3600)
        let blank = try await site.post(site.create(["content": ["Long content"], "summary": [" "]]))
        #expect(blank.excerpt == "Long content" && blank.authorsSummary == nil)
    }

    @Test("a heading that says the same as the name is not shown below it, and another one is")
    func heading() async throws {
        func markup(_ name: JSONValue, _ content: String) async throws -> String {
            let post = try await site.post(site.create(["name": [name], "content": [.string(content)]]))
            let permalink = Permalink(siteURL: site.configuration.siteURL, slug: post.slug)
            return post.html(at: .ownPage, permalink: permalink).markup
        }
        #expect(try await markup("A  title", "# A *title*\n\nbody") == "<p>body</p>\n")
        #expect(try await markup("A title", "# Another\n\nbody").contains("<h2>Another</h2>"))
        #expect(try await markup("A title", "body\n\n# A title").contains("<h2>A title</h2>"))
    }
}
