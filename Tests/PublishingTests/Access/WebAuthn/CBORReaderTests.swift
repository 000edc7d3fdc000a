import Publishing
import Testing

@Suite("CBORReader")
struct CBORReaderTests {
    @Test(
        "RFC 8949, appendix A: the values that authenticators use",
        arguments: [
            ([0x00], .integer(0)), ([0x17], .integer(23)), ([0x18, 0x18], .integer(24)),
            ([0x19, 0x03, 0xE8], .integer(1000)),
            ([0x1A, 0x00, 0x0F, 0x42, 0x40], .integer(1_000_000)), ([0x20], .integer(-1)),
            ([0x38, 0x63], .integer(-100)),
            ([0x1B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .integer(.max)),
            ([0x3B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .integer(.min)),
            ([0xF4], .bool(false)), ([0xF5], .bool(true)), ([0xF6], .null), ([0x40], .bytes([])),
            ([0x44, 1, 2, 3, 4], .bytes([1, 2, 3, 4])), ([0x60], .text("")), ([0x62, 0xC3, 0xBC], .text("ü")),
            ([0x80], .array([])), ([0x83, 1, 2, 3], .array([1, 2, 3])), ([0xA0], .map([])),
            ([0xA2, 1, 2, 3, 4], .map([.init(1, 2), .init(3, 4)])),
            ([0xA1, 0x61, 0x61, 0x81, 0x20], .map([.init("a", .array([-1]))])),
        ] as [([UInt8], CBORValue)]
    )
    func values(bytes: [UInt8], value: CBORValue) throws {
        var reader = CBORReader(bytes[...])
        #expect(try reader.value() == value)
        #expect(reader.isAtEnd)
    }

    @Test(
        "what is not read, and where it is wrong",
        arguments: [
            ([], .unexpectedEnd(at: 0)), ([0x18], .unexpectedEnd(at: 1)), ([0x44, 1, 2], .unexpectedEnd(at: 3)),
            ([0x82, 1], .unexpectedEnd(at: 2)), ([0xA1, 1], .unexpectedEnd(at: 2)),
            ([0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .unexpectedEnd(at: 9)),
            ([0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0], .unexpectedEnd(at: 10)),
            ([0xBB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .unsupported(at: 0)),
            ([0x1B, 0x80, 0, 0, 0, 0, 0, 0, 0], .unsupported(at: 0)), ([0x5F, 0xFF], .unsupported(at: 0)),
            ([0x9F, 0xFF], .unsupported(at: 0)), ([0xC0, 0x60], .unsupported(at: 0)), ([0xF7], .unsupported(at: 0)),
            ([0xF9, 0, 0], .unsupported(at: 0)), ([0xFA, 0, 0, 0, 0], .unsupported(at: 0)),
            ([0xF8, 20], .unsupported(at: 0)),
            ([0x1C], .unsupported(at: 0)), ([0x81, 0xFF], .unsupported(at: 1)),
            ([0x62, 0xC3, 0x28], .invalidUTF8(at: 0)),
            ([0xA2, 1, 2, 1, 3], .duplicateKey(at: 3)),
            ([UInt8](repeating: 0x81, count: 9) + [0], .tooDeep(at: 8)),
        ] as [([UInt8], CBORReader.Fault)]
    )
    func faults(bytes: [UInt8], fault: CBORReader.Fault) {
        var reader = CBORReader(bytes[...])
        #expect(throws: fault) { try reader.value() }
    }

    @Test("a slice is read from where it begins, and what follows a value is left")
    func slices() throws {
        let bytes: [UInt8] = [0xFF, 0x82, 1, 2, 0x61]
        var reader = CBORReader(bytes[1...])
        #expect(try reader.value() == .array([1, 2]))
        #expect(reader.index == 4)
        #expect(!reader.isAtEnd)
    }

    @Test("no bytes stop the program")
    func mutations() {
        var seed: UInt64 = 1
        func next() -> UInt8 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: seed >> 33)
        }
        let sample = SoftwareAuthenticator().publicKey
        for _ in 0..<20_000 {
            var bytes = next() & 1 == 0 ? sample : (0..<40).map { _ in next() }
            for _ in 0..<3 { bytes[Int(next()) % bytes.count] = next() }
            bytes.removeLast(Int(next()) % bytes.count)
            var reader = CBORReader(bytes[...])
            _ = try? reader.value()
            #expect(reader.index <= bytes.count)
            _ = try? AuthenticatorData([UInt8](repeating: 0, count: 32) + [0xC5, 0, 0, 0, 0] + bytes)
        }
    }
}
