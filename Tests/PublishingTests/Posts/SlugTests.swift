import Foundation
import Testing

@testable import Publishing

@Suite("Slug")
struct SlugTests {
    private let date = Date(timeIntervalSince1970: 1_763_496_600)

    @Test(
        "an author's words become lower-case letters, digits and single hyphens",
        arguments: [
            ("Hello World", "hello-world"), ("  Été  à Paris ", "ete-a-paris"), ("a--b", "a-b"), ("-x-", "x"),
            ("../../etc/passwd", "etcpasswd"), ("100% real!", "100-real"), ("ﬁne ½", "fine-12"),
            ("tab\tand\nline", "tab-and-line"),
        ]
    )
    func words(text: String, slug: String) {
        #expect(Slug.normalized(text) == slug)
    }

    @Test("words of which nothing is left are none", arguments: ["", "🌱", "...", "日本", "///", "\u{0}"])
    func nothing(text: String) {
        #expect(Slug.normalized(text) == nil)
    }

    @Test("a long one ends within the limit, and on no hyphen")
    func long() {
        let slug = Slug.normalized(String(repeating: "abc ", count: 200)) ?? ""
        #expect(slug.count <= Slug.maximumLength)
        #expect(!slug.hasSuffix("-"))
    }

    @Test("without words it is the time in UTC; with useless ones the time in another form")
    func timestamp() {
        #expect(Slug.free(wanted: nil, date: date) { _ in false } == "20251118201000")
        #expect(Slug.free(wanted: " ", date: date) { _ in false } == "20251118201000")
        #expect(Slug.free(wanted: "🌱", date: date) { _ in false } == "20251118-201000")
    }

    @Test("what is taken gets a number: from 2 for words, from 1 for a time")
    func numbers() {
        #expect(Slug.free(wanted: "walk", date: date) { $0 == "walk" } == "walk-2")
        #expect(Slug.free(wanted: nil, date: date) { $0 == "20251118201000" } == "20251118201000-1")
        #expect(Slug.free(wanted: "About", date: date) { _ in false } == "about-2")
    }

    @Test("among a thousand of the same name the next number is found in a few looks")
    func many() {
        var taken: Set = ["walk"]
        for _ in 0..<1_000 {
            var looks = 0
            let slug = Slug.free(wanted: "walk", date: date) { slug in
                looks += 1
                return taken.contains(slug)
            }
            #expect(looks < 30)
            #expect(taken.insert(slug).inserted)
        }
        #expect(taken.contains("walk-1001"))
    }

    @Test("whoever remembers the last number finds the next at once, and a taken one is passed over all the same")
    func next() {
        var (taken, last): (Set<String>, Slug.Number?) = (["20251118201000"], nil)
        for number in 1...1_000 {
            var looks = 0
            let slug = Slug.free(wanted: nil, date: date, after: &last) { slug in
                looks += 1
                return taken.contains(slug)
            }
            #expect(looks <= 3)
            #expect(slug == "20251118201000-\(number)")
            #expect(taken.insert(slug).inserted)
        }
        taken.insert("20251118201000-1001")
        let slug = Slug.free(wanted: nil, date: date, after: &last) { taken.contains($0) }
        #expect(!taken.contains(slug))
        #expect(Slug.free(wanted: "walk", date: date, after: &last) { $0 == "walk" } == "walk-2")
    }
}

@Suite("Tag")
struct TagTests {
    @Test(
        "the identifying form is lower case, with hyphens for spaces and slashes",
        arguments: [
            ("IndieWeb", "indieweb"), ("#tag", "tag"), (" two words ", "two-words"), ("a/b", "a-b"), ("C++", "c"),
            ("Café", "café"), ("日本語", "日本語"), ("--x--", "x"), ("snake_case", "snake_case"), ("1 ½", "1-½"),
        ]
    )
    func names(text: String, name: String) {
        #expect(Tag(text)?.name == name)
    }

    @Test("the spelling for readers stays", arguments: [("#IndieWeb", "IndieWeb"), ("  Two  Words ", "Two  Words")])
    func spelling(text: String, displayName: String) {
        #expect(Tag(text)?.displayName == displayName)
    }

    @Test("what has no letter and no digit is no tag", arguments: ["", "#", "  ", "!!!", "-", "/"])
    func none(text: String) {
        #expect(Tag(text) == nil)
    }
}
