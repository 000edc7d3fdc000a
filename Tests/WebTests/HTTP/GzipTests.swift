import Testing
import Web

@Suite("Gzip")
struct GzipTests {
    @Test("what is compressed comes back", arguments: [0, 1, 255, 256, 70_000, 1_000_000], [1, 6, 9, -5, 100])
    func roundTrip(length: Int, level: Int) throws {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
        let member = try #require(Gzip.compress(bytes, level: level))
        #expect(try inflated(member, upTo: length) == bytes)
    }

    @Test("bytes without any pattern fit too")
    func noise() throws {
        var state: UInt64 = 1
        for length in [1, 1_000, 100_000] {
            let bytes = (0..<length).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            let member = try #require(Gzip.compress(bytes))
            #expect(try inflated(member, upTo: length) == bytes)
        }
    }

    @Test("the same bytes give the same member, which tells no time and no name")
    func deterministic() throws {
        let bytes = Array(String(repeating: "StarPunk ", count: 100).utf8)
        let member = try #require(Gzip.compress(bytes))
        #expect(Gzip.compress(bytes) == member)
        #expect(member.count < bytes.count / 5)
        #expect(Array(member.prefix(8)) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
    }
}
