/// The text of an element as a reader of the page would copy it.
///
/// The microformats2 parsing specification asks for `textContent`, which runs paragraphs together and keeps the
/// indentation of the source. Parsers in use agree on a gentler reading: white space collapses, `br` ends a line, a
/// paragraph stands apart, `pre` keeps its white space, and an image is its alternative text.
struct RenderedText {
    /// What stands for an image.
    enum Images {
        /// Nothing.
        case leftOut
        /// Its `alt`, or nothing.
        case alternative
        /// Its `alt`, or its address when it has none.
        case alternativeOrAddress
    }

    private enum Piece: Equatable {
        case text(String)
        case paragraphStart
        case paragraphEnd
        case preStart
        case preEnd

        static let space = Piece.text(" ")

        var isParagraph: Bool { self == .paragraphStart || self == .paragraphEnd }

        /// Whether nothing of the piece would show at the edge of a text.
        var isEdge: Bool {
            if case .text(let text) = self { text.allSatisfy(\.isWhitespace) } else { isParagraph }
        }
    }

    private let images: Images
    private let base: URLReference?
    private var pieces: [Piece] = []

    private init(images: Images, base: URLReference?) {
        self.images = images
        self.base = base
    }

    /// The text of an element, without white space at its ends.
    static func string(
        of element: HTMLElement,
        images: Images,
        base: URLReference?,
        budget: inout WorkBudget
    ) throws(WorkBudget.Exceeded) -> String {
        var text = RenderedText(images: images, base: base)
        try text.read(element, depth: 0, &budget)
        text.removeSpaces()
        text.trim()
        return text.joined()
    }

    /// The text of an element byte for byte, scripts and styles left out.
    static func raw(of element: HTMLElement, budget: inout WorkBudget) throws(WorkBudget.Exceeded) -> String {
        var text = ""
        try appendRaw(element, depth: 0, to: &text, &budget)
        return text
    }

    private static func appendRaw(
        _ element: HTMLElement,
        depth: Int,
        to text: inout String,
        _ budget: inout WorkBudget
    ) throws(WorkBudget.Exceeded) {
        try budget.spend(WorkBudget.element)
        guard !unread.contains(element.name), depth < MicroformatsParser.maximumDepth else { return }
        for child in element.children {
            switch child {
            case .text(let run):
                try budget.spend(run.utf8.count)
                text += run
            case .element(let element):
                try appendRaw(element, depth: depth + 1, to: &text, &budget)
            }
        }
    }

    private static let unread: Set<String> = ["script", "style", "template"]

    private mutating func read(
        _ element: HTMLElement,
        depth: Int,
        _ budget: inout WorkBudget
    ) throws(WorkBudget.Exceeded) {
        try budget.spend(WorkBudget.element)
        let name = element.name
        guard !Self.unread.contains(name), depth < MicroformatsParser.maximumDepth else { return }
        switch name {
        case "br":
            pieces.append(.text("\n"))
        case "pre":
            pieces.append(.preStart)
            append(try RenderedText.raw(of: element, budget: &budget))
            pieces.append(.preEnd)
        case "img" where images != .leftOut:
            try readImage(element, &budget)
        case "p":
            pieces.append(.paragraphStart)
            try readChildren(of: element, depth: depth, &budget)
            pieces.append(.paragraphEnd)
            pieces.append(.text("\n"))
        default:
            try readChildren(of: element, depth: depth, &budget)
        }
    }

    private mutating func readChildren(
        of element: HTMLElement,
        depth: Int,
        _ budget: inout WorkBudget
    ) throws(WorkBudget.Exceeded) {
        for child in element.children {
            switch child {
            case .text(let run):
                try budget.spend(WorkBudget.element + run.utf8.count)
                append(Self.collapsed(run))
            case .element(let element):
                try read(element, depth: depth + 1, &budget)
            }
        }
    }

    private mutating func readImage(_ image: HTMLElement, _ budget: inout WorkBudget) throws(WorkBudget.Exceeded) {
        var text = image.attribute("alt")
        if text == nil, images == .alternativeOrAddress {
            text = image.attribute("src").map { URLResolution.resolve($0, against: base) }
        }
        guard let text else { return }
        try budget.spend(text.utf8.count)
        pieces.append(.space)
        append(text)
        pieces.append(.space)
    }

    private mutating func append(_ text: String) {
        if !text.isEmpty { pieces.append(.text(text)) }
    }

    /// The text with each run of white space as one space.
    private static func collapsed(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            let isSpace = byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
            if !isSpace { bytes.append(byte) } else if bytes.last != 0x20 { bytes.append(0x20) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Empties the spaces at the ends, beside another space, and beside the edge of a paragraph.
    private mutating func removeSpaces() {
        for index in pieces.indices where pieces[index] == .space {
            guard index > 0, index + 1 < pieces.count else {
                pieces[index] = .text("")
                continue
            }
            let neighbours = [pieces[index - 1], pieces[index + 1]]
            if neighbours.contains(where: { $0 == .space || $0.isParagraph }) { pieces[index] = .text("") }
        }
    }

    /// Cuts white space off the ends, but none that `pre` keeps.
    private mutating func trim() {
        let start = pieces.firstIndex { !$0.isEdge } ?? pieces.endIndex
        let end = pieces.lastIndex { !$0.isEdge }.map { $0 + 1 } ?? start
        pieces = Array(pieces[start..<end])
        if case .text(let first)? = pieces.first {
            pieces[0] = .text(String(first.drop(while: \.isWhitespace)))
        }
        if case .text(let last)? = pieces.last {
            pieces[pieces.count - 1] = .text(last.trimmingEnd(where: \.isWhitespace))
        }
    }

    private func joined() -> String {
        var text = ""
        var needsLineBreak = false
        var isAfterLineBreak = false
        for piece in pieces {
            switch piece {
            case .paragraphStart:
                needsLineBreak = true
                isAfterLineBreak = false
            case .paragraphEnd, .preEnd:
                isAfterLineBreak = false
            case .preStart:
                while text.hasSuffix(" ") { text.removeLast() }
                isAfterLineBreak = false
            case .text(let run):
                if needsLineBreak { text += "\n" }
                text += needsLineBreak || isAfterLineBreak ? run.drop { $0 == " " } : run[...]
                needsLineBreak = false
                isAfterLineBreak = run == "\n"
            }
        }
        return text
    }
}

extension String {
    fileprivate func trimmingEnd(where isTrimmed: (Character) -> Bool) -> String {
        guard let last = lastIndex(where: { !isTrimmed($0) }) else { return "" }
        return String(self[...last])
    }
}
