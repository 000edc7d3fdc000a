import Testing
import Web

@Suite("QualityValue")
struct QualityValueTests {
    @Test(
        "values of the grammar",
        arguments: [
            ("0", 0), ("1", 1000), ("0.", 0), ("1.", 1000), ("0.5", 500), ("0.05", 50), ("0.123", 123), ("1.000", 1000),
            ("0.999", 999), ("0.000", 0),
        ]
    )
    func values(text: String, thousandths: Int) {
        #expect(QualityValue(text)?.thousandths == thousandths)
    }

    @Test(
        "others are none",
        arguments: [
            "", "2", "1.001", "1.1", "0.1234", ".5", "0,5", "-1", "+1", "0.5 ", "1e0", "00", "10", "0.x", "NaN",
        ]
    )
    func others(text: String) {
        #expect(QualityValue(text) == nil)
    }
}
