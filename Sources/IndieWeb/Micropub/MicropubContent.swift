/// The content of a post as its author sent it.
package enum MicropubContent: Sendable, Equatable {
    /// Markdown source: a plain string, `{"markdown": …}` or `{"value": …}`.
    case markdown(String)
    /// HTML of the author's making, still to be cleaned: `{"html": …}`.
    case html(String)
    /// Text in which no character has a meaning: `{"text": …}`.
    case text(String)

    /// Reads a value of the property `content` (Micropub, section 3.3.2), or gives nil for one of another form.
    ///
    /// `html` wins over the other members: it says most.
    package init?(_ value: JSONValue) {
        guard let object = value.objectValue else {
            guard let text = value.plainText else { return nil }
            self = .markdown(text)
            return
        }
        guard let member = Self.sourceMember(of: object), let source = object[member]?.stringValue else { return nil }
        switch member {
        case "html": self = .html(source)
        case "text": self = .text(source)
        default: self = .markdown(source)
        }
    }

    /// The source text, in whichever language it is.
    package var source: String {
        switch self {
        case .markdown(let source), .html(let source), .text(let source): source
        }
    }

    /// The member of an object that holds the source text, nil where none does.
    private static func sourceMember(of object: JSONObject) -> String? {
        members.first { object[$0]?.stringValue != nil }
    }

    /// The members that can hold the source text, the one that says most first.
    private static let members = ["html", "markdown", "text", "value"]

    /// The object in which a content was sent, with `null` in the place of its source text; nil for a content that was
    /// sent as a plain text. With the text it makes the object again, see ``value(_:in:)``.
    package static func frame(of value: JSONValue) -> JSONObject? {
        guard var frame = value.objectValue, let member = sourceMember(of: frame) else { return nil }
        // A null that comes first would be taken for the place of the text.
        for other in members.prefix(while: { $0 != member }) where frame[other]?.isNull == true { frame[other] = nil }
        frame[member] = .null
        return frame
    }

    /// A content as it was sent: its source text back in the place that ``frame(of:)`` has left for it.
    package static func value(_ source: String, in frame: JSONObject) -> JSONValue {
        var object = frame
        guard let member = members.first(where: { object[$0]?.isNull == true }) else {
            return .string(source)
        }
        object[member] = .string(source)
        return .object(object)
    }
}
