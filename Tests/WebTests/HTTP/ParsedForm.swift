import Web

/// A form as a parser has taken it apart.
struct ParsedForm: Equatable {
    /// A part with all its bytes.
    struct Field: Equatable {
        let part: MultipartPart
        var bytes: [UInt8] = []
        var isComplete = false

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private(set) var fields: [Field] = []

    /// Feeds a parser with pieces.
    init(
        _ pieces: [ArraySlice<UInt8>],
        boundary: String = "b",
        limits: MultipartParser.Limits = .init()
    ) throws(MultipartError) {
        var parser = try MultipartParser(boundary: boundary, limits: limits)
        for piece in pieces { take(try parser.feed(piece)) }
        try parser.finish()
    }

    /// Feeds a parser with a whole body.
    init(
        _ body: some StringProtocol,
        boundary: String = "b",
        limits: MultipartParser.Limits = .init()
    ) throws(MultipartError) {
        try self.init([ArraySlice(body.utf8)], boundary: boundary, limits: limits)
    }

    /// `name=content` of each part, with `…` behind one that has not ended.
    var summary: [String] { fields.map { "\($0.part.name)=\($0.text)\($0.isComplete ? "" : "…")" } }

    private mutating func take(_ events: [MultipartParser.Event]) {
        for event in events {
            switch event {
            case .partBegan(let part): fields.append(Field(part: part))
            case .bytes(let bytes): fields[fields.count - 1].bytes += bytes
            case .partEnded: fields[fields.count - 1].isComplete = true
            }
        }
    }

    /// A body of one part with the header given and the content `x`.
    static func body(header: String) -> String {
        "--b\r\n\(header)\r\n\r\nx\r\n--b--\r\n"
    }
}
