/// One thing that a post is about beside its own words: a reply, a like, a repost, a bookmark, an answer to an invitation, a
/// visit, or what was read, watched, eaten and so on.
package struct PostContext: Sendable {
    /// What stands behind the words of a context.
    package enum Subject: Sendable {
        /// Another post, a person or a thing.
        case thing(Citation)
        /// A value of `rsvp`, in small letters: `yes`, `no`, `maybe`, `interested`.
        case answer(String)
        /// Where the author was.
        case place(Place)
    }

    /// The property that says it: `in-reply-to`.
    package let property: String
    /// How it is introduced to readers: `In reply to`, `Read:`.
    package let words: String
    /// What it is about.
    package let subject: Subject
    /// The value of `read-status` that ``words`` put into words, in small letters.
    package let readStatus: String?
    /// How it is introduced in a title: `Reply to`.
    private let titleWords: String

    private init(
        _ property: String,
        _ words: String,
        _ subject: Subject,
        titleWords: String? = nil,
        readStatus: String? = nil
    ) {
        (self.property, self.words, self.subject) = (property, words, subject)
        self.titleWords = titleWords ?? words
        self.readStatus = readStatus
    }

    /// Words of another that the post passes on: what a repost or a quotation says. They stand beside what it is called; nil
    /// where they are all that it is called.
    package var quotation: String? {
        guard case .thing(let citation) = subject, citation.isNamed else { return nil }
        return ["repost-of", "quotation-of"].contains(property) ? citation.quotation : nil
    }

    /// What it can be found by: what is shown of it, but for how it is introduced.
    package var searchableWords: [String] {
        switch subject {
        case .thing(let citation): citation.words + [quotation].compactMap(\.self)
        case .place(let place): place.words
        case .answer: []
        }
    }

    /// Whether it answers or passes on a post, and is not made of a thing: what it is about is a citation, whatever it says
    /// that it is.
    package var isReference: Bool { Self.references.contains { $0.property == property } }

    /// The address of what it is about, where it is one of the web.
    package var address: String? {
        guard case .thing(let citation) = subject else { return nil }
        return citation.address
    }

    /// What it says, in a few words: `Like of A post`.
    fileprivate var title: String {
        switch subject {
        case .thing(let citation): "\(titleWords) \(citation.title)"
        case .answer(let answer): "\(titleWords) \(answer)"
        case .place(let place): "\(titleWords) \(place.text)"
        }
    }
}

extension PostContext {
    /// All that a post is about.
    ///
    /// - Parameter properties: the properties as those may see them who read it; see
    ///   ``MicroformatsProperties/withoutHiddenPlaces``.
    /// - Returns: the contexts, in the order in which they are shown.
    package static func all(in properties: MicroformatsProperties) -> [PostContext] {
        var contexts = references.flatMap { kind in
            properties[kind.property].compactMap { Citation($0) }.map { citation in
                PostContext(kind.property, kind.words, .thing(citation), titleWords: kind.titleWords)
            }
        }
        for name in properties.names where isSubject(name) {
            let status = name == "read-of" ? properties.words("read-status")?.lowercased() : nil
            let words = "\(status.map(self.words(ofReadStatus:)) ?? self.words(of: name)):"
            contexts += properties[name].compactMap { Citation($0) }.map { citation in
                PostContext(name, words, .thing(citation), readStatus: status)
            }
        }
        if let answer = properties.words("rsvp") {
            contexts.append(PostContext("rsvp", "RSVP:", .answer(answer.lowercased()), titleWords: "RSVP"))
        }
        return contexts
            + properties["checkin"].compactMap { Place($0) }.map { PostContext("checkin", "At", .place($0)) }
    }

    /// What to call a post that is about something and says nothing of its own: `Like of A post`, `RSVP yes to A party`; nil
    /// for one that is about nothing.
    package static func title(of contexts: [PostContext]) -> String? {
        guard let answer = contexts.first(where: { $0.property == "rsvp" }) else { return contexts.first?.title }
        guard case .thing(let citation)? = contexts.first(where: { $0.property == "in-reply-to" })?.subject else {
            return answer.title
        }
        return "\(answer.title) to \(citation.title)"
    }

    private static let references: [(property: String, words: String, titleWords: String)] = [
        ("in-reply-to", "In reply to", "Reply to"), ("like-of", "Likes", "Like of"),
        ("repost-of", "Reposts", "Repost of"), ("bookmark-of", "Bookmark:", "Bookmark of"),
    ]

    /// Whether a property names what the post is about: `read-of`, `watch-of` and all that is formed like them, and food.
    private static func isSubject(_ name: String) -> Bool {
        MicroformatsProperties.isName(name) && (name.hasSuffix("-of") || ["ate", "drank"].contains(name))
            && !references.contains { $0.property == name }
    }

    /// `Read` for `read-of`.
    private static func words(of name: String) -> String {
        capitalized(name.hasSuffix("-of") ? name.dropLast("-of".count) : name[...])
    }

    /// The values are those of https://indieweb.org/read: `to-read`, `reading`, `finished`. What else somebody may send is
    /// shown as it is.
    private static func words(ofReadStatus status: String) -> String {
        status == "finished" ? "Read" : capitalized(status[...])
    }

    private static func capitalized(_ name: Substring) -> String {
        let words = name.replacing("-", with: " ")
        return "\(words.prefix(1).uppercased())\(words.dropFirst())"
    }
}
