import IndieWeb
import Testing

@Suite("HTTPDate")
struct HTTPDateTests {
    /// 18 November 2025.
    static let now = 1_763_496_600

    @Test(
        "reads all three forms",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("Wed Nov 16 08:49:37 1994", 784_975_777),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
            ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
            ("Sat, 01 Jan 0000 00:00:00 GMT", -62_167_219_200),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
        ]
    )
    func forms(text: String, seconds: Int) {
        #expect(HTTPDate(text, now: Self.now)?.secondsSince1970 == seconds)
    }

    @Test(
        "refuses what is no date of HTTP",
        arguments: [
            "", " ", "GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 +0000",
            "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Son, 06 Nov 1994 08:49:37 GMT",
            "Sun,  06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT", "Tue, 29 Feb 2100 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT ", " Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov ١٩٩٤ 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun, 06-Nov-94 08:49:37 GMT", "Sunday, 06-Nov 08:49:37 GMT",
            "Sunday, 31-Feb-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994", "Sun Nov  16 08:49:37 1994",
            "Sun Nov  6 08:49:37 1994 GMT", "Sun Nov 06 08:49:37 94", "1994-11-06T08:49:37Z", "784111777",
            "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        ]
    )
    func refusals(text: String) {
        #expect(HTTPDate(text, now: Self.now) == nil)
    }

    @Test(
        "two digits of a year mean no year that is more than 50 after the present one",
        arguments: [
            ("Tuesday, 18-Nov-25 20:10:00 GMT", "Tue, 18 Nov 2025 20:10:00 GMT"),
            ("Wednesday, 01-Jan-75 00:00:00 GMT", "Tue, 01 Jan 2075 00:00:00 GMT"),
            ("Sunday, 01-Dec-75 00:00:00 GMT", "Mon, 01 Dec 1975 00:00:00 GMT"),
            ("Thursday, 01-Jan-76 00:00:00 GMT", "Thu, 01 Jan 1976 00:00:00 GMT"),
            ("Tuesday, 29-Feb-00 00:00:00 GMT", "Tue, 29 Feb 2000 00:00:00 GMT"),
        ]
    )
    func centuries(rfc850: String, fixdate: String) throws {
        #expect(try #require(HTTPDate(rfc850, now: Self.now)).text == fixdate)
    }

    @Test(
        "the century is found at both ends of time",
        arguments: [
            (Int.min, "Sat, 01 Jan 0000 00:00:00 GMT"), (0, "Sat, 01 Jan 2000 00:00:00 GMT"),
            (.max, "Mon, 01 Jan 9900 00:00:00 GMT"),
        ]
    )
    func extremes(now: Int, fixdate: String) {
        #expect(HTTPDate("Saturday, 01-Jan-00 00:00:00 GMT", now: now)?.text == fixdate)
    }

    @Test("what it writes, it reads again", arguments: [Int.min, -1, 0, 951_825_599, now, .max])
    func roundTrip(seconds: Int) {
        let date = HTTPDate(secondsSince1970: seconds)
        #expect(HTTPDate(date.text, now: 0) == date)
    }

    @Test("the earlier is the lesser")
    func order() {
        #expect(HTTPDate(secondsSince1970: -5) < HTTPDate(secondsSince1970: 3))
    }
}
