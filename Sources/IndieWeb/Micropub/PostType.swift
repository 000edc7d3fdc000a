/// The kinds of post, told from their properties (W3C Note Post Type Discovery).
package enum PostType: String, Sendable, CaseIterable {
    /// A text without a title.
    case note
    /// A text with a title.
    case article
    /// A picture.
    case photo
    /// A film.
    case video
    /// A recording.
    case audio
    /// An answer to another post.
    case reply
    /// Applause for another post.
    case like
    /// Another's post, passed on.
    case repost
    /// An address worth keeping.
    case bookmark
    /// An answer to an invitation.
    case rsvp
    /// A place the author was at.
    case checkin

    /// Finds the kind of a post.
    /// - Parameters:
    ///   - properties: the properties of the post.
    ///   - plainText: the content without markup, nil to take the content as it was sent.
    package init(of properties: MicroformatsProperties, plainText: String? = nil) {
        // Bookmarks, check-ins and recordings are not in the Note; they follow what is.
        let discoverers: [(PostType, Bool)] = [
            (.rsvp, properties.texts("rsvp").contains(where: Self.isAnswer)),
            (.reply, Self.hasAddress("in-reply-to", in: properties)),
            (.repost, Self.hasAddress("repost-of", in: properties)),
            (.like, Self.hasAddress("like-of", in: properties)),
            (.bookmark, Self.hasAddress("bookmark-of", in: properties)),
            (.checkin, !properties["checkin"].isEmpty),
            (.video, Self.hasFile("video", in: properties)),
            (.photo, Self.hasFile("photo", in: properties)),
            (.audio, Self.hasFile("audio", in: properties)),
            (.article, Self.hasTitle(properties, plainText: plainText)),
        ]
        self = discoverers.first { $0.1 }?.0 ?? .note
    }

    /// The kind's name for people.
    package var name: String {
        switch self {
        case .rsvp: "RSVP"
        case .checkin: "Check-in"
        default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }

    /// Whether the name is more than the beginning of the text: many notes repeat their text as their name.
    private static func hasTitle(_ properties: MicroformatsProperties, plainText: String?) -> Bool {
        guard let name = properties.texts("name").lazy.map(collapsed).first(where: { !$0.isEmpty }) else {
            return false
        }
        let content = properties.first("content").flatMap(MicropubContent.init)?.source
        let texts = [plainText ?? content] + properties.texts("summary").map(Optional.some)
        guard let text = texts.lazy.compactMap({ $0.map(collapsed) }).first(where: { !$0.isEmpty }) else {
            return false
        }
        return !text.utf8.starts(with: name.utf8)
    }

    /// The text with each run of white space as one space, and none around it.
    private static func collapsed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether a property names a file.
    private static func hasFile(_ name: String, in properties: MicroformatsProperties) -> Bool {
        properties[name].contains { $0.mediaAddress?.isEmpty == false }
    }

    /// Whether a property has a web address: as a text, as an object's `value`, or as the `url` of an h-cite.
    private static func hasAddress(_ name: String, in properties: MicroformatsProperties) -> Bool {
        properties[name].contains { value in
            let lowercased = (value.plainText ?? value.details?.text("url") ?? "").lowercased()
            return ["http://", "https://"].contains {
                lowercased.hasPrefix($0) && lowercased.utf8.count > $0.utf8.count
            }
        }
    }

    /// Whether a text is a value of `rsvp`, in capitals or not.
    static func isAnswer(_ text: String) -> Bool { answers.contains(text.lowercased()) }

    private static let answers: Set = ["yes", "no", "maybe", "interested"]
}
