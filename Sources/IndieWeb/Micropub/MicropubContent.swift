/// The content of a post as its author sent it.
package enum MicropubContent: Sendable, Equatable {
    /// Markdown source: a plain string, `{"markdown": …}` or `{"value": …}`.
    case markdown(String)
    /// HTML of the author's making, still to be cleaned: `{"html": …}`, with its plain text when that was sent too.
    case html(String, value: String?)
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
        if let html = object["html"]?.stringValue {
            self = .html(html, value: object["value"]?.stringValue)
        } else if let source = object["markdown"]?.stringValue {
            self = .markdown(source)
        } else if let text = object["text"]?.stringValue {
            self = .text(text)
        } else if let value = object["value"]?.stringValue {
            self = .markdown(value)
        } else {
            return nil
        }
    }

    /// The source text, in whichever language it is.
    package var source: String {
        switch self {
        case .markdown(let source), .html(let source, _), .text(let source): source
        }
    }
}
