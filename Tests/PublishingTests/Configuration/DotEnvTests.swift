import Publishing
import Testing

@Suite(".env")
struct DotEnvTests {
    @Test(
        "reads what python-dotenv reads",
        arguments: [
            ("A=1", "1"), ("A = 1 ", "1"), ("export A=1", "1"), ("A=", ""), ("A='single $HOME'", "single $HOME"),
            ("A=\"line\\nbreak\"", "line\nbreak"), ("A=\"a \\\"quote\\\"\"", "a \"quote\""), ("A='it\\'s'", "it's"),
            ("A=value # comment", "value"), ("A=va#lue", "va#lue"), ("A=#abc", "#abc"), ("FOO\nexport\tA=1", "1"),
            ("A=1\rB=2", "1"), ("A='x # y' # comment", "x # y"),
            ("# A=2\nA=1", "1"),
            ("A=1\nA=2", "2"), ("B=x\nA=${B}y", "xy"), ("A=${NOPE:-fallback}", "fallback"), ("A=${HOST_NAME}", "box"),
            ("A='${B}'", "${B}"), ("A=\"two\nlines\"", "two\nlines"), ("\u{feff}A=1\r\nB=2\r\n", "1"),
            ("A=a=b=c", "a=b=c"),
            ("  A=1", "1"), ("A=https://example.com/#top", "https://example.com/#top"),
        ]
    )
    func value(text: String, expected: String) {
        let file = DotEnv(parsing: text, environment: ["HOST_NAME": "box"])
        #expect(file.values["A"] == expected)
        #expect(file.faultyLines.isEmpty)
    }

    @Test(
        "names the lines that are no settings",
        arguments: [
            ("A B", [1]), ("A=\"x\" y", [1]), ("A=1\nnonsense here\nB=2", [2]), ("=1", [1]),
            ("A=1\n\n# fine\nB='open", [4]),
        ]
    )
    func faults(text: String, lines: [Int]) {
        #expect(DotEnv(parsing: text).faultyLines == lines)
    }
}
