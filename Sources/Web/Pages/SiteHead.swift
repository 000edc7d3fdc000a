package import IndieWeb
import Microformats

/// What all pages of a site have in common.
package struct SiteHead: Sendable, Equatable {
    /// The name of the site.
    package var name: String
    /// The address of the site, which ends with `/`.
    package var url: String
    /// The language of the pages.
    package var language: String
    /// The path of the stylesheet.
    package var stylesheet: String
    /// The owner's addresses elsewhere.
    package var relMe: [String]
    /// Where applications ask the owner for leave, on a site that is the owner's IndieAuth server.
    package var authorization: [WebLink] = []
    /// What the owner adds to every page.
    package var theme = Theme.none

    /// Creates a head.
    package init(name: String, url: String, language: String, stylesheet: String, relMe: [String] = []) {
        self.name = name
        self.url = url
        self.language = language
        self.stylesheet = stylesheet
        self.relMe = relMe
    }

    /// The path below which the site is found: `/`, unless a reverse proxy puts it deeper.
    package var root: String {
        let path = URLReference(url)?.path ?? ""
        return path.isEmpty ? "/" : path
    }

    /// Where a client finds what it can do here, by link relation (MP-001).
    package var endpoints: [(relation: String, url: String)] {
        let authorization = authorization.map { ($0.relations.first ?? "", $0.target) }
        return authorization + [("micropub", "\(url)micropub"), ("micropub_media", "\(url)micropub/media")]
    }

    /// The values of the header `Link` (RFC 8288) of the site's own page.
    var links: [String] {
        endpoints.map { "<\($0.url)>; rel=\"\($0.relation)\"" }
    }

    /// The feeds of a list, as links for the head of its page.
    package func feedLinks(of title: String, path: String) -> HTML {
        let links = Feed.Format.allCases.map { format -> HTML in
            let name = title + " (\(format.name))"
            return """
                <link rel="alternate" type="\(format.mediaTypes.first ?? "")" title="\(name)" \
                href="\(path)feed.\(format.rawValue)">

                """
        }
        return "\(links)"
    }
}
