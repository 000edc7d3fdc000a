import TestSupport
import Testing
import Web

@Suite("MultipartParser among vandals")
struct MultipartMutationTests {
    static let body = Array(
        """
        preamble\r
        --b\r
        Content-Disposition: form-data; name="content"\r
        \r
        Hello \r\n--\r\n-b\r
        --b \r
        Content-Disposition: form-data; name="photo%22"; filename="a\\"b.jpg"\r
        Content-Type: image/jpeg; x="y"\r
        Content-Transfer-Encoding: binary\r
        \r
        \u{0}\u{FF}\r
        --b--\r
        epilogue
        """.utf8
    )

    /// What is put in: above all, the bytes that mean something.
    static let pieces = [
        "\r", "\n", "\r\n", "\r\n--b", "--", "-", "b", "\"", "\\", "%", ";", ":", " ", "=", "\u{0}", "ÿ",
    ]

    @Test("2,000 spoilt bodies end in parts or in an error, and in the same one however they are cut")
    func mutations() throws {
        var outcomes: Set<String> = []
        for seed in 0..<2_000 {
            var random = SeededGenerator(seed: UInt64(seed))
            let body = Self.spoilt(&random)
            let whole = Self.outcome([body[...]])
            outcomes.insert(whole.prefix(while: { $0 != "[" }).description)
            #expect(Self.outcome(body.indices.map { body[$0...$0] }) == whole, "seed \(seed)")
            let cut = Int.random(in: 0...body.count, using: &random)
            #expect(Self.outcome([body[..<cut], body[cut...]]) == whole, "seed \(seed)")
        }
        // Parts and most kinds of error: else the vandals were lazy.
        #expect(outcomes.count >= 6, "\(outcomes)")
    }

    private static func outcome(_ pieces: [ArraySlice<UInt8>]) -> String {
        do {
            return "parts \(try ParsedForm(pieces).fields)"
        } catch {
            return "\(error)"
        }
    }

    private static func spoilt(_ random: inout SeededGenerator) -> [UInt8] {
        var body = Self.body
        for _ in 0..<Int.random(in: 1...4, using: &random) where !body.isEmpty {
            let start = Int.random(in: 0..<body.count, using: &random)
            let end = min(body.count, start + Int.random(in: 0...6, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: body.removeSubrange(start..<end)
            case 1: body.insert(contentsOf: body[start..<end], at: Int.random(in: 0...body.count, using: &random))
            case 2: body.removeLast(Int.random(in: 0...min(body.count, 30), using: &random))
            case 3: body[start] = UInt8.random(in: 0...255, using: &random)
            default: body.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: start)
            }
        }
        return body
    }
}
