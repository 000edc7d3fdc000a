import Foundation
import IndieWeb
import Testing

@Suite("Sitemap")
struct SitemapTests {
    @Test("the pages of a site, byte for byte")
    func snapshot() throws {
        let sitemap = Sitemap([
            Sitemap.Entry(url: "https://example.com/", modified: Date(timeIntervalSince1970: 1_763_496_600)),
            Sitemap.Entry(url: "https://example.com/note/a&b", modified: Date(timeIntervalSince1970: 0)),
            Sitemap.Entry(url: "https://example.com/tag/caf%C3%A9"),
        ])
        #expect(sitemap.fileCount == 1)
        try expectSnapshot(sitemap.xml { "\($0)" }, "sitemap.xml")
        #expect(sitemap.xml(file: 1) == sitemap.xml { "\($0)" })
    }

    @Test("an index of the files of a larger site, byte for byte")
    func index() throws {
        let sitemap = Self.sitemap(entries: 5, capacity: 2)
        #expect(sitemap.fileCount == 3)
        try expectSnapshot(sitemap.xml { "https://example.com/sitemap.xml?file=\($0)&x" }, "sitemap-index.xml")
    }

    @Test(
        "every page is in one file, and none is too large",
        arguments: [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (7, 4)]
    )
    func files(entries: Int, files: Int) throws {
        let sitemap = Self.sitemap(entries: entries, capacity: 2)
        #expect(sitemap.fileCount == files)
        let addresses = try (1...files).map { number in
            let document = try #require(sitemap.xml(file: number))
            return try XMLQuery(document).at("urlset/url/loc")
        }
        #expect(addresses.allSatisfy { $0.count <= 2 })
        #expect(addresses.joined().elementsEqual((0..<entries).map { "https://example.com/\($0)" }))
        #expect(sitemap.xml(file: 0) == nil)
        #expect(sitemap.xml(file: files + 1) == nil)
        #expect(sitemap.xml(file: .max) == nil)
    }

    @Test("50,000 addresses fit into a file, one more does not")
    func capacity() {
        #expect(Self.sitemap(entries: 50_000).fileCount == 1)
        #expect(Self.sitemap(entries: 50_001).fileCount == 2)
    }

    private static func sitemap(entries: Int, capacity: Int = Sitemap.capacity) -> Sitemap {
        let entries = (0..<entries).map { number in
            Sitemap.Entry(
                url: "https://example.com/\(number)",
                modified: number == 4 ? nil : Date(timeIntervalSince1970: TimeInterval(number * 86_400))
            )
        }
        return Sitemap(entries, capacity: capacity)
    }
}
