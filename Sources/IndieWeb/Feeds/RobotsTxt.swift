/// What crawlers are asked to leave alone (RFC 9309), and where the sitemap is.
package struct RobotsTxt: Sendable, Equatable {
    /// The media type to serve it with (section 2.3).
    package static let contentType = "text/plain; charset=utf-8"

    /// What some crawlers are asked (section 2.1).
    package struct Group: Sendable, Equatable {
        /// The product tokens of the crawlers; `*` for all that no other group names.
        package var userAgents: [String]
        /// The beginnings of the paths to leave alone. None allows all.
        package var disallow: [String]

        /// Creates a group.
        package init(userAgents: [String] = ["*"], disallow: [String]) {
            self.userAgents = userAgents
            self.disallow = disallow
        }
    }

    private let groups: [Group]
    private let sitemapURL: String?

    /// Creates the file.
    ///
    /// - Parameters:
    ///   - groups: who is asked for what.
    ///   - sitemapURL: the absolute address of the sitemap.
    package init(groups: [Group], sitemapURL: String?) {
        self.groups = groups
        self.sitemapURL = sitemapURL
    }

    /// The file.
    package var text: String {
        var paragraphs = groups.map { group in
            let agents = group.userAgents.map { "User-agent: \(Self.line($0))\n" }
            let rules = group.disallow.map { "Disallow: \(Self.line($0))\n" }
            // A group needs a rule; an empty one forbids nothing.
            return agents.joined() + (rules.isEmpty ? "Disallow:\n" : rules.joined())
        }
        if let sitemapURL { paragraphs.append("Sitemap: \(Self.line(sitemapURL))\n") }
        return paragraphs.joined(separator: "\n")
    }

    /// The value without what would start a comment or another line.
    private static func line(_ value: String) -> String {
        String(
            String.UnicodeScalarView(value.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F && $0 != "#" })
        )
    }
}
