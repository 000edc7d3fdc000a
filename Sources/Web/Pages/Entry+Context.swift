import IndieWeb
import Microformats
import Publishing

extension Entry {
    /// What the post is about, when it is about another: a reply, a like, a repost, a bookmark, an answer to an invitation,
    /// a visit, or what was read, watched, eaten and so on.
    var contexts: [HTML] {
        post.contexts.map { context in
            let subject =
                switch context.subject {
                case .thing(let citation):
                    citation.html(
                        of: context.property,
                        as: context.isReference ? "h-cite" : citation.type ?? "h-cite",
                        quoting: context.quotation
                    )
                case .answer(let answer): "<data class=\"p-rsvp\" value=\"\(answer)\">\(answer)</data>" as HTML
                case .place(let place): place.html(of: context.property, as: "h-card")
                }
            let words =
                context.readStatus.map { status in
                    "<data class=\"p-read-status\" value=\"\(status)\">\(context.words)</data>" as HTML
                } ?? "\(context.words)"
            return "<p class=\"context\">\(words) \(subject)</p>\n"
        }
    }

    /// A summary that the author wrote.
    var summary: HTML? {
        post.authorsSummary.map { "<p class=\"p-summary\">\($0)</p>\n" }
    }

    /// Films and sounds.
    var recordings: [HTML] {
        post.recordings(below: root).map { recording in
            switch recording.kind {
            case .video: "<p><video class=\"u-video\" src=\"\(recording.address)\" controls></video></p>\n"
            case .audio: "<p><audio class=\"u-audio\" src=\"\(recording.address)\" controls></audio></p>\n"
            }
        }
    }

    /// When what the post announces begins and ends.
    var dates: HTML? {
        let dates = post.eventDates.enumerated().map { number, date -> HTML in
            let name = "dt-\(date.property)"
            let element: HTML =
                date.machineText.map { "<time class=\"\(name)\" datetime=\"\($0)\">\(date.text)</time>" }
                ?? "<span class=\"\(name)\">\(date.text)</span>"
            return number == 0 ? element : " – \(element)"
        }
        return dates.isEmpty ? nil : "<p class=\"dates\">\(dates)</p>\n"
    }

    /// Where the author was.
    var place: HTML? {
        let places = properties["location"].compactMap { Place($0) }
        guard !places.isEmpty else { return nil }
        return "\(places.map { "<p class=\"location\">\($0.html(of: "location", as: "h-adr"))</p>\n" as HTML })"
    }

    /// Where copies of the post are.
    var copies: HTML? {
        var seen: Set<String> = []
        let addresses = properties["syndication"].compactMap { webAddress($0.plainText) }
        let links = addresses.filter { seen.insert($0).inserted }.map { address -> HTML in
            "<li><a class=\"u-syndication\" href=\"\(address)\">\(URLReference(address)?.authority ?? address)</a></li>\n"
        }
        guard !links.isEmpty else { return nil }
        return """
            <ul class="copies" aria-label="Also on">
            \(links)</ul>

            """
    }

    /// An address of the web; nil for all else.
    private func webAddress(_ text: String?) -> String? {
        guard let reference = text.flatMap(URLReference.init), reference.isWebAddress else { return nil }
        return reference.description
    }
}
