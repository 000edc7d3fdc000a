import IndieWeb
import Testing

@Suite("Micropub errors")
struct MicropubErrorTests {
    @Test(
        "MP-015 MP-100 status, word and challenge of each refusal",
        arguments: [
            (.unauthorized, 401, "unauthorized", #"Bearer realm="StarPunk""#),
            (.invalidToken, 401, "unauthorized", #"Bearer error="invalid_token""#),
            (.severalTokens, 400, "invalid_request", #"Bearer error="invalid_request""#),
            (.forbidden, 403, "forbidden", nil), (.invalidRequest, 400, "invalid_request", nil),
            (.payloadTooLarge, 413, "invalid_request", nil), (.unsupportedType, 415, "invalid_request", nil),
            (.tooManyRequests, 429, "too_many_requests", nil),
            (.insufficientStorage, 507, "insufficient_storage", nil),
            (.temporarilyUnavailable, 503, "temporarily_unavailable", nil),
            (.insufficientScope, 403, "insufficient_scope", #"Bearer error="insufficient_scope""#),
        ] as [(MicropubError.Code, Int, String, String?)]
    )
    func matrix(code: MicropubError.Code, status: Int, word: String, challenge: String?) {
        let error = MicropubError(code, "Why.")
        #expect(error.status() == status && error.word == word)
        #expect(error.authenticate(realm: "StarPunk") == challenge)
        #expect(error.status(insufficientScope: 401) == (code == .insufficientScope ? 401 : status))
        let json = #"{"error":"\#(word)","error_description":"Why."}"#
        #expect(error.json?.text == (code == .severalTokens ? nil : json))
    }

    @Test(
        "MP-013 MP-100 a missing scope is named in body and header",
        arguments: [
            (.create, "create"), (.createDraft, "draft"), (.update, "update"), (.delete, "delete"),
            (.undelete, "undelete"), (.media, "media"), (.read, "read"), (.readMedia, "read"),
        ] as [(MicropubPermission, String)]
    )
    func scope(permission: MicropubPermission, word: String) {
        let error = MicropubError.insufficientScope(for: permission)
        #expect(error.json?["scope"] == .string(word) && error.json?["error"] == "insufficient_scope")
        #expect(error.authenticate(realm: "x") == #"Bearer error="insufficient_scope", scope="\#(word)""#)
    }

    @Test("a realm is quoted for the header")
    func realm() {
        let error = MicropubError(.unauthorized, "Why.")
        #expect(error.authenticate(realm: "a\"b\\c\r\nd é") == #"Bearer realm="a\"b\\cd ""#)
    }

    @Test("a description is the error's text")
    func description() {
        #expect("\(MicropubError.invalidRequest("Why."))" == "Why.")
        #expect(MicropubError.invalidRequest("Why.").code == .invalidRequest)
    }

    @Test("what a client sent cannot make a message long")
    func longNames() {
        let long = String(repeating: "x", count: 5_000)
        expectInvalidRequest { try Body.form("action=\(long)") }
        expectInvalidRequest { try Body.json(#"{"action":"\#(long)"}"#) }
        expectInvalidRequest { try Body.json(#"{"action":["\#(long)"]}"#) }
        expectInvalidRequest { try MicropubQuery(FormURLEncoded([.init(name: "q", value: long)])) }
    }
}
