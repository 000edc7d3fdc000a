import Foundation
import Publishing
import Testing

@Suite("StoredTimestamp")
struct StoredTimestampTests {
    @Test(
        "every form that a release wrote",
        arguments: [
            ("2025-11-18 20:10:00", 1_763_496_600), ("2025-11-18 20:10:00.5", 1_763_496_600.5),
            ("2025-11-18T20:10:00+00:00", 1_763_496_600), ("2025-11-18T20:10:00Z", 1_763_496_600),
            ("2025-11-18T21:10:00+01:00", 1_763_496_600), ("2025-11-18T12:40:00-0730", 1_763_496_600),
            ("2025-11-18 20:10", 1_763_496_600), ("2025-11-18", 1_763_424_000), ("1969-12-31 23:59:59", -1),
        ]
    )
    func parse(text: String, seconds: Double) throws {
        let timestamp = try #require(StoredTimestamp(text))
        #expect(timestamp.date.timeIntervalSince1970 == seconds)
        #expect(timestamp.text == text)
    }

    @Test("microseconds are kept to the precision of a Date")
    func microseconds() throws {
        let date = try #require(StoredTimestamp("2025-11-19 08:00:00.123456")).date
        #expect(abs(date.timeIntervalSince1970 - 1_763_539_200.123456) < 1e-6)
    }

    @Test(
        "no moment",
        arguments: [
            "", "yesterday", "2025-11-18 ", "2025-11-18 20", "2025-13-01 00:00:00", "2025-02-29 00:00:00",
            "2025-11-18 25:00:00", "2025-11-18 20:10:00 PST", "2025-11-18T20:10:00+1", "٢٠٢٥-11-18 00:00:00",
            "2025-11-18 20:10:00Zx",
        ]
    )
    func invalid(text: String) {
        #expect(StoredTimestamp(text) == nil)
    }
}
