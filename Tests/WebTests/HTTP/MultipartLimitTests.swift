import Testing
import Web

@Suite("The limits of MultipartParser")
struct MultipartLimitTests {
    static let field = "Content-Disposition: form-data; name=a"
    static let two = "--b\r\n\(field)\r\n\r\n12345\r\n--b\r\n\(field)\r\n\r\n123\r\n--b--"

    @Test(
        "what is exactly at a limit passes, and one more does not",
        arguments: [
            (MultipartError.tooManyParts, 2), (.headerTooLong, field.utf8.count + 4), (.partTooLong, 5),
            (.bodyTooLong, two.utf8.count),
        ]
    )
    func limit(error: MultipartError, value: Int) throws {
        #expect(try ParsedForm(Self.two, limits: Self.limits(error, value)).summary == ["a=12345", "a=123"])
        #expect(throws: error) { try ParsedForm(Self.two, limits: Self.limits(error, value - 1)) }
        #expect(throws: MultipartError.self) { try ParsedForm(Self.two, limits: Self.limits(error, .min)) }
    }

    /// The limits of which one causes the error when it is passed.
    private static func limits(_ error: MultipartError, _ value: Int) -> MultipartParser.Limits {
        var limits = MultipartParser.Limits()
        switch error {
        case .tooManyParts: limits.parts = value
        case .headerTooLong: limits.headerBytes = value
        case .partTooLong: limits.partBytes = value
        default: limits.totalBytes = value
        }
        return limits
    }

    @Test("a preamble has an end, in one piece and in many", arguments: [1, 7, 100_000])
    func preamble(size: Int) {
        let pieces = Array(repeating: ArraySlice(repeating: UInt8(ascii: "x"), count: size), count: 100_000 / size)
        #expect(throws: MultipartError.preambleTooLong) { try ParsedForm(pieces) }
    }

    @Test("a header has an end, whether its lines are long or many", arguments: ["x", "a: b\r\n", "\r", " \r\n"])
    func header(text: String) {
        let start = "--b\r\n\(Self.field)\r\n"
        #expect(throws: MultipartError.headerTooLong) {
            try ParsedForm(start + String(repeating: text, count: 20_000))
        }
    }

    @Test("100 parts are enough")
    func parts() throws {
        let part = "--b\r\n\(Self.field)\r\n\r\n\r\n"
        #expect(try ParsedForm(String(repeating: part, count: 100) + "--b--").fields.count == 100)
        #expect(throws: MultipartError.tooManyParts) { try ParsedForm(String(repeating: part, count: 101) + "--b--") }
    }

    @Test("only what is too large is called so")
    func status() {
        #expect(MultipartError.partTooLong.isTooLarge && MultipartError.bodyTooLong.isTooLarge)
        #expect(!MultipartError.headerTooLong.isTooLarge && !MultipartError.unterminated.isTooLarge)
    }
}
