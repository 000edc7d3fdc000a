package import Foundation

/// The addresses of a site for search engines (the protocol of sitemaps.org).
///
/// A file holds at most 50,000 addresses. A larger site has several files, and an index of them where else the file
/// would be. The other limit, 50 MB a file, would need addresses of a thousand characters.
package struct Sitemap: Sendable {
    /// The media type to serve it with.
    package static let contentType = "application/xml; charset=utf-8"
    /// How many addresses a file may hold.
    package static let capacity = 50_000

    /// A page.
    package struct Entry: Sendable, Equatable {
        /// Its absolute address.
        package var url: String
        /// When it changed last, when known.
        package var modified: Date?

        /// Creates an entry.
        package init(url: String, modified: Date? = nil) {
            self.url = url
            self.modified = modified
        }
    }

    private let entries: [Entry]
    private let capacity: Int

    /// Creates a sitemap.
    ///
    /// - Parameters:
    ///   - entries: the pages. One added later belongs at the end, so that it changes no file but the last.
    ///   - capacity: how many addresses a file holds.
    package init(_ entries: [Entry], capacity: Int = Sitemap.capacity) {
        self.entries = entries
        self.capacity = max(1, capacity)
    }

    /// How many files it takes; one also for a site without pages.
    package var fileCount: Int {
        max(1, entries.count / capacity + (entries.count % capacity == 0 ? 0 : 1))
    }

    /// What the site's sitemap answers: its pages when they fit into one file, else an index of the files.
    ///
    /// - Parameter fileURL: the absolute address of a file, by its number from 1 on.
    /// - Returns: the document.
    package func xml(fileURL: (Int) -> String) -> String {
        guard fileCount > 1 else { return document("urlset", "url", entries[...]) }
        let files = (1...fileCount).map { number in
            Entry(url: fileURL(number), modified: pages(in: number).compactMap(\.modified).max())
        }
        return document("sitemapindex", "sitemap", files[...])
    }

    /// One file of several, by its number from 1 on; nil when there is no such file.
    package func xml(file number: Int) -> String? {
        guard (1...fileCount).contains(number) else { return nil }
        return document("urlset", "url", pages(in: number))
    }

    /// The pages of a file that exists.
    private func pages(in number: Int) -> ArraySlice<Entry> {
        entries.dropFirst((number - 1) * capacity).prefix(capacity)
    }

    private func document(_ list: String, _ element: String, _ entries: ArraySlice<Entry>) -> String {
        var writer = XMLWriter()
        writer.element(list, ["xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"]) { writer in
            for entry in entries {
                writer.element(element) { writer in
                    writer.element("loc", text: entry.url)
                    if let modified = entry.modified {
                        writer.element("lastmod", text: CivilTime(modified).rfc3339)
                    }
                }
            }
        }
        return writer.document
    }
}
