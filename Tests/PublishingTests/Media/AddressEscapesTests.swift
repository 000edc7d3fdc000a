import Testing

@testable import Publishing

@Suite("Escapes in addresses")
struct AddressEscapesTests {
    private func undone(_ text: String) -> String? {
        AddressEscapes.undone(in: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "a text without any is not copied",
        arguments: ["", "-", "2026-11-22: made\nand - 1\n- items\n\t8a31-4ad2\r\nwords\n---\nwords\n---\nbed"]
    )
    func none(text: String) {
        #expect(undone(text) == nil)
    }

    @Test(
        "each stands for its character",
        arguments: [
            (#"a\-b\_c\\"#, #"a-b_c\"#), ("%2D%2d%41", "--A"), ("&#45;&#x2D;&#X2d;&#0000000000045;", "----"),
            ("&#45a&#x2Dg", "-a-g"), ("&amp;&sol;&period;&UnderBar;&DiacriticalGrave;", "&/._`"), ("&#233;", "é"),
            ("a 8a31b2\n-4a\r\nd2", "a 8a31b2-4ad2"), ("8a31b2c-\r\n4", "8a31b2c-4"),
            (#"a\2d b\2D1\00002dc\2d\2d"#, "a-b\\2D1-c--"), ("8a3\n1b2\tc-4\r\na2d", "8a31b2c-4a2d"),
            ("%252D&amp;#45;", "%2D&#45;"),
        ]
    )
    func characters(text: String, plain: String) {
        #expect(undone(text) == plain)
    }

    @Test(
        "what is none stays",
        arguments: [
            "\\", "%", "&", #"\a"#, "%2", "%G0", "%2G", "&;", "&#;", "&#x;", "&#xg", "&copy;", "&amp",
            "&nosuchnameatall;",
            "a & b; 50 % of c:\\d",
        ]
    )
    func others(text: String) {
        #expect(undone(text) == nil)
    }

    @Test("numbers of no character are no address", arguments: ["&#xD800;", "&#99999999999999999999;", "&#x110000;"])
    func noCharacter(text: String) {
        #expect(undone("a\(text)b") == "a\u{FFFD}b")
    }
}
