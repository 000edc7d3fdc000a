import Foundation
import IndieWeb
import Testing

@Suite("CivilTime")
struct CivilTimeTests {
    @Test(
        "moments around every corner of the calendar",
        arguments: [
            (0, "1970-01-01T00:00:00+00:00", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1, "1969-12-31T23:59:59+00:00", "Wed, 31 Dec 1969 23:59:59 GMT"),
            (951_782_400, "2000-02-29T00:00:00+00:00", "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_763_496_600, "2025-11-18T20:10:00+00:00", "Tue, 18 Nov 2025 20:10:00 GMT"),
            (4_107_542_400, "2100-03-01T00:00:00+00:00", "Mon, 01 Mar 2100 00:00:00 GMT"),
        ]
    )
    func formats(seconds: Int, rfc3339: String, rfc822: String) throws {
        let time = CivilTime(Date(timeIntervalSince1970: TimeInterval(seconds)))
        #expect(time.rfc3339 == rfc3339)
        #expect(time.rfc822 == rfc822)
        #expect(time.date.timeIntervalSince1970 == TimeInterval(seconds))
    }

    @Test("every day of four centuries comes back as itself")
    func roundTrip() {
        for day in -73_000..<73_000 {
            let date = Date(timeIntervalSince1970: TimeInterval(day * 86_400 + 43_210))
            #expect(CivilTime(date).date == date)
        }
    }

    @Test("fractions of a second are dropped, also before 1970")
    func fractions() {
        #expect(CivilTime(Date(timeIntervalSince1970: 0.999)).second == 0)
        #expect(CivilTime(Date(timeIntervalSince1970: -0.001)).second == 59)
    }

    @Test(
        "there is no such day or time",
        arguments: [(2025, 2, 29, 0), (2025, 4, 31, 0), (2025, 13, 1, 0), (2025, 1, 1, 24)]
    )
    func invalid(year: Int, month: Int, day: Int, hour: Int) {
        #expect(CivilTime(year: year, month: month, day: day, hour: hour) == nil)
    }

    @Test("for readers")
    func longDate() {
        #expect(CivilTime(Date(timeIntervalSince1970: 1_763_496_600)).longDate == "18 November 2025")
    }
}
