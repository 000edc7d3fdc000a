import Foundation
import IndieWeb
import Testing

@Suite("OPML")
struct OPMLTests {
    static func list(_ title: String = "Alice’s “notes” & more", modified: Date? = nil) -> OPML {
        OPML(
            title: title,
            modified: modified,
            ownerName: "Alice",
            ownerURL: "https://example.com/",
            subscriptions: Feed.Format.allCases.map { format in
                OPML.Subscription(
                    title: "\(title) (\(format.name))",
                    xmlURL: "https://example.com/feed.\(format.rawValue)",
                    htmlURL: "https://example.com/",
                    summary: "Small notes",
                    language: "en"
                )
            }
        )
    }

    @Test("the feeds of a site, byte for byte")
    func snapshot() throws {
        try expectSnapshot(Self.list(modified: Date(timeIntervalSince1970: 1_763_496_600)).xml, "opml.xml")
    }

    @Test("hostile titles leave the list well-formed")
    func hostile() throws {
        let query = try XMLQuery(Self.list("\"/><outline>\u{0}\n&amp;<").xml)
        #expect(try query.at("opml/head/title") == ["\"/><outline>\n&amp;<"])
        #expect(try query.at("opml/body/outline/@xmlUrl").count == 3)
    }

    @Test("what is not known is left out")
    func unknown() throws {
        let list = OPML(title: "A", modified: nil, ownerName: nil, ownerURL: nil, subscriptions: [])
        #expect(try XMLQuery(list.xml).at("opml/head/title") == ["A"])
        #expect(!list.xml.contains("dateModified") && !list.xml.contains("owner"))
    }
}
