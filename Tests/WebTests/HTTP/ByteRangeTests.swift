import Testing
import Web

@Suite("Range")
struct ByteRangeTests {
    @Test(
        "one range is a part",
        arguments: [
            ("bytes=0-0", 0...0), ("bytes=0-9", 0...9), ("bytes=2-", 2...9), ("bytes=9-", 9...9), ("bytes=-1", 9...9),
            ("bytes=-10", 0...9), ("bytes=-11", 0...9), ("bytes=3-5", 3...5), ("bytes=3-10", 3...9),
            ("Bytes= 3-5 ", 3...5),
            ("bytes=, 3-5 ,,", 3...5), ("bytes=003-0005", 3...5), ("bytes=0-9223372036854775807", 0...9),
            ("bytes=0-99999999999999999999999", 0...9), ("bytes=-99999999999999999999999", 0...9),
        ]
    )
    func part(field: String, range: ClosedRange<Int>) {
        let selected = ByteRange(field, of: 10)
        #expect(selected == .part(range))
        #expect(selected.contentRange(of: 10) == "bytes \(range.lowerBound)-\(range.upperBound)/10")
    }

    @Test(
        "a range that begins at the end or later, or is empty, selects nothing",
        arguments: [
            "bytes=10-", "bytes=10-20", "bytes=-0", "bytes=9223372036854775807-", "bytes=99999999999999999999999-",
            "bytes=99999999999999999999999-99999999999999999999999",
        ]
    )
    func unsatisfiable(field: String) {
        #expect(ByteRange(field, of: 10) == .unsatisfiable)
        #expect(ByteRange(field, of: 10).contentRange(of: 10) == "bytes */10")
    }

    @Test(
        "several ranges, other units and what is no range mean the whole",
        arguments: [
            nil, "", "bytes", "bytes=", "bytes=-", "bytes=5-3", "bytes=a-b", "bytes=0x1-2", "bytes=1", "bytes=1-2-3",
            "bytes=--1", "bytes=-+1", "bytes= - 1", "bytes=1 -2", "bytes =1-2", "items=0-1", "0-1", "bytes:0-1",
            "bytes=0-1,3-4", "bytes=0-,0-,0-", "bytes=20-,30-", "bytes=1-2;3-4", "bytes=１-２",
        ]
    )
    func whole(field: String?) {
        #expect(ByteRange(field, of: 10) == .whole)
        #expect(ByteRange(field, of: 10).contentRange(of: 10) == nil)
    }

    @Test("nothing has no first byte, and its last ones are all of it")
    func empty() {
        #expect(ByteRange("bytes=0-", of: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-0", of: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-5", of: 0) == .whole)
    }

    @Test("the largest of all representations does not overflow")
    func largest() {
        #expect(ByteRange("bytes=9223372036854775806-", of: .max) == .part(.max - 1 ... .max - 1))
        #expect(ByteRange("bytes=-9223372036854775807", of: .max) == .part(0 ... .max - 1))
    }
}
