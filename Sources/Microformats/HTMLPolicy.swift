/// What a text may contain: the owner's own Markdown and the HTML within it.
///
/// Everything not named here is left out. An unknown element loses its tags and keeps what is inside; the elements in
/// ``dropped`` lose that too, because it is not meant for readers.
enum HTMLPolicy {
    /// The elements, each with the attributes it may have besides ``globalAttributes``.
    static let attributes: [String: Set<String>] = [
        "a": ["href", "rel", "class", "aria-label"],
        "abbr": [], "b": [], "bdi": [], "bdo": [], "cite": [], "dfn": [], "em": [], "i": [], "kbd": [], "mark": [],
        "s": [], "samp": [], "small": [], "strong": [], "sub": [], "u": [], "var": [], "wbr": [], "br": [],
        "code": ["class"],
        "del": ["cite", "datetime"], "ins": ["cite", "datetime"],
        "q": ["cite"], "blockquote": ["cite"],
        "ruby": [], "rb": [], "rp": [], "rt": [],
        "span": [], "div": [], "p": [], "hr": [], "pre": [],
        "sup": ["class"], "section": ["class"],
        "time": ["datetime"],
        "h1": [], "h2": [], "h3": [], "h4": [], "h5": [], "h6": [],
        "ul": [], "ol": ["start", "reversed", "type"], "li": ["value"],
        "dl": [], "dt": [], "dd": [],
        "table": [], "caption": [], "thead": [], "tbody": [], "tfoot": [], "tr": [],
        "colgroup": ["span"], "col": ["span"],
        "td": ["align", "colspan", "rowspan"], "th": ["align", "colspan", "rowspan", "scope"],
        "details": ["open"], "summary": [],
        "figure": [], "figcaption": [],
        "img": ["src", "alt", "width", "height"],
        "audio": ["src", "controls", "loop"],
        "video": ["src", "controls", "loop", "muted", "poster", "width", "height"],
        "source": ["src", "type"],
        "input": ["type", "checked"],
    ]

    /// Attributes of every element.
    static let globalAttributes: Set<String> = ["id", "lang", "dir", "title"]

    /// Elements that play, and always show with what to start them.
    static let players: Set<String> = ["audio", "video"]

    /// Elements without content, which have no end tag.
    static let void: Set<String> = ["br", "col", "hr", "img", "input", "source", "wbr"]

    /// Elements that go together with what is inside them.
    static let dropped: Set<String> = [
        "script", "style", "title", "template", "iframe", "object", "embed", "applet", "canvas", "noscript", "noembed",
        "noframes", "frameset", "select", "textarea", "datalist", "svg", "math",
    ]

    /// Schemes of addresses that a reader may follow.
    static let linkSchemes: Set<String> = ["http", "https", "mailto"]

    /// Schemes of addresses that a page may load from.
    static let embedSchemes: Set<String> = ["http", "https"]

    /// Link relations that say nothing about the site itself.
    ///
    /// `me` is not among them: it asserts who the owner is, and a client that may only post notes must not.
    static let relations: Set<String> = ["nofollow", "noopener", "noreferrer", "license"]

    /// Whether a class may stay: the language of a code block, and the marks of footnotes.
    static func isAllowedClass(_ token: String, on element: String) -> Bool {
        switch element {
        case "code": token.hasPrefix("language-")
        case "a": token == "footnote-backref"
        case "sup": token == "footnote-ref"
        case "section": token == "footnotes"
        default: false
        }
    }

    /// 1 for `h1`, nil for what is no heading.
    static func headingLevel(of element: String) -> Int? {
        let bytes = Array(element.utf8)
        guard bytes.count == 2, bytes[0] == UInt8(ascii: "h") else { return nil }
        let level = Int(bytes[1]) - Int(UInt8(ascii: "0"))
        return (1...6).contains(level) ? level : nil
    }
}
