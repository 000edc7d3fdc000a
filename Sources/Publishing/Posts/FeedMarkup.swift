import IndieWeb
import Microformats

/// A post in HTML for readers of feeds, who see nothing else of it: all that its page shows, in the same order.
///
/// The markup is well-formed XML too.
struct FeedMarkup {
    let post: Post
    /// The address of the site; ends with `/`.
    let siteURL: String

    /// The whole of it, never empty.
    var html: String {
        let permalink = Permalink(siteURL: siteURL, slug: post.slug)
        let parts = [
            contexts, summary, post.photos.map(html).joined(), recordings,
            post.html(at: .feed, permalink: permalink).markup, dates, places,
        ]
        let html = parts.joined()
        return html.isEmpty ? paragraph(HTMLText.escape(post.title)) : html
    }

    private func paragraph(_ html: String) -> String { "<p>\(html)</p>\n" }

    private var contexts: String {
        post.contexts.map { context in
            let subject =
                switch context.subject {
                case .thing(let citation): html(of: citation)
                case .answer(let answer): HTMLText.escape(answer)
                case .place(let place): html(of: place)
                }
            let quotation = context.quotation.map { "<blockquote>\(paragraph(lines(of: $0)))</blockquote>\n" } ?? ""
            return paragraph("\(HTMLText.escape(context.words)) \(subject)") + quotation
        }.joined()
    }

    private var summary: String { post.authorsSummary.map { paragraph(lines(of: $0)) } ?? "" }

    private var recordings: String {
        post.recordings(below: siteURL).map { recording in
            let (name, url) = (recording.kind.rawValue, HTMLText.escape(recording.address))
            return paragraph("<\(name) src=\"\(url)\" controls=\"controls\"></\(name)>")
        }.joined()
    }

    private var dates: String {
        let dates = post.eventDates.map { HTMLText.escape($0.text) }
        return dates.isEmpty ? "" : paragraph(dates.joined(separator: " – "))
    }

    private var places: String {
        post.publicProperties["location"].compactMap { Place($0) }.map { paragraph(html(of: $0)) }.joined()
    }

    private func html(of citation: Citation) -> String {
        let more = citation.authors.map(html) + citation.location.map { HTMLText.escape($0.text) }
        return ([link(to: citation.address, citation.title)] + more).joined(separator: ", ")
    }

    private func html(of place: Place) -> String {
        guard place.name != nil || place.url != nil else { return HTMLText.escape(place.text) }
        let address = place.address.map { HTMLText.escape($0.text) }
        return ([link(to: place.url, place.text)] + address).joined(separator: ", ")
    }

    private func link(to address: String?, _ text: String) -> String {
        let text = HTMLText.escape(text)
        return address.map { "<a href=\"\(HTMLText.escape($0))\">\(text)</a>" } ?? text
    }

    /// Words without markup, line for line.
    private func lines(of text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { HTMLText.escape(String($0)) }.joined(separator: "<br />\n")
    }

    /// A photo in a size fit for a page.
    private func html(of photo: Photo) -> String {
        let file = photo.stored.map { $0.copies.first ?? $0.original }
        let size = [("width", file?.width), ("height", file?.height)]
            .map { name, pixels in pixels.map { " \(name)=\"\($0)\"" } ?? "" }
            .joined()
        let (url, alt) = (HTMLText.escape(photo.address(below: siteURL)), HTMLText.escape(photo.alt))
        return paragraph("<img src=\"\(url)\" alt=\"\(alt)\"\(size) />")
    }
}
