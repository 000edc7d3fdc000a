import IndieWeb
import Testing

@Suite("PKCE")
struct PKCETests {
    @Test(
        "IA-S-15 IA-C-05 challenges, the first from RFC 7636, appendix B",
        arguments: [
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            ("", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"),
        ]
    )
    func challenge(verifier: String, challenge: String) {
        #expect(PKCE.challenge(of: verifier) == challenge && PKCE.isChallenge(challenge))
    }

    @Test(
        "base64url has no signs of base64",
        arguments: [([0xFB, 0xFF, 0xFE], "-__-"), ([0], "AA"), ([], "")] as [([UInt8], String)]
    )
    func base64URL(bytes: [UInt8], expected: String) {
        #expect(PKCE.base64URL(bytes) == expected)
    }

    @Test(
        "IA-C-05 verifiers are 43 to 128 unreserved characters",
        arguments: [
            (String(repeating: "a", count: 43), true), (String(repeating: "a", count: 128), true),
            (String(repeating: "aZ09-._~", count: 8), true), (String(repeating: "a", count: 42), false),
            (String(repeating: "a", count: 129), false), (String(repeating: "a", count: 43) + "+", false),
            (String(repeating: "a", count: 43) + " ", false), (String(repeating: "é", count: 43), false), ("", false),
        ]
    )
    func verifiers(text: String, expected: Bool) {
        #expect(PKCE.isVerifier(text) == expected)
    }

    @Test(
        "IA-S-15 challenges are 43 characters of base64url",
        arguments: [
            (String(repeating: "a", count: 43), true), (String(repeating: "-", count: 43), true),
            (String(repeating: "a", count: 42), false), (String(repeating: "a", count: 44), false),
            (String(repeating: "a", count: 42) + "=", false), (String(repeating: "a", count: 42) + "+", false),
            (String(repeating: "a", count: 42) + ".", false), (String(repeating: "a", count: 42) + "~", false),
            ("", false),
        ]
    )
    func challenges(text: String, expected: Bool) {
        #expect(PKCE.isChallenge(text) == expected)
    }

    @Test("IA-S-30 only the verifier that made it verifies a challenge")
    func verify() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        let challenge = PKCE.challenge(of: verifier)
        #expect(PKCE.verify(verifier, against: challenge))
        for wrong in [verifier + "a", String(verifier.dropLast()), "e" + verifier.dropFirst(), challenge, ""] {
            #expect(!PKCE.verify(wrong, against: challenge))
        }
        #expect(!PKCE.verify(verifier, against: verifier), "the method plain is no way in")
        #expect(!PKCE.verify("short", against: PKCE.challenge(of: "short")), "a verifier that can be guessed")
    }

    @Test(
        "IA-S-80 secrets are compared whole",
        arguments: [
            ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("ab", "a", false),
            ("é", "e\u{301}", false),
        ]
    )
    func constantTime(left: String, right: String, expected: Bool) {
        #expect(ConstantTime.equal(left, right) == expected)
    }
}
