import IndieWeb
import Testing
import Web

@Suite("Validators")
struct ValidatorsTests {
    let validators = Validators(tag: EntityTag("a"), lastModified: HTTPDate(secondsSince1970: 784_111_777))

    static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
    static let same = "Sun, 06 Nov 1994 08:49:37 GMT"
    static let later = "Sun, 06 Nov 1994 08:49:38 GMT"

    @Test(
        "If-None-Match decides, and If-Modified-Since only without it",
        arguments: [
            ([], nil, false), (["\"a\""], nil, true), (["W/\"a\""], nil, true), (["\"b\""], nil, false),
            ([], earlier, false), ([], same, true), ([], later, true), ([], "yesterday", false),
            ([], "Sunday, 06-Nov-94 08:49:37 GMT", true), ([], "Sun Nov  6 08:49:36 1994", false),
            (["\"b\""], later, false), (["\"a\""], earlier, true), ([""], later, false),
        ]
    )
    func known(ifNoneMatch: [String], ifModifiedSince: String?, isKnown: Bool) {
        #expect(validators.areKnown(ifNoneMatch: ifNoneMatch, ifModifiedSince: ifModifiedSince) == isKnown)
    }

    @Test(
        "If-Match decides, and If-Unmodified-Since only without it",
        arguments: [
            ([], nil, true), (["\"a\""], nil, true), (["*"], nil, true), (["W/\"a\""], nil, false),
            (["\"b\""], nil, false), ([], earlier, false), ([], same, true), ([], later, true), ([], "soon", true),
            (["\"b\""], later, false), (["\"a\""], earlier, true),
        ]
    )
    func allowed(ifMatch: [String], ifUnmodifiedSince: String?, isAllowed: Bool) {
        #expect(validators.allow(ifMatch: ifMatch, ifUnmodifiedSince: ifUnmodifiedSince) == isAllowed)
    }

    @Test(
        "a part fits the very tag or date, or whoever asks for no fit",
        arguments: [
            (nil, true), ("\"a\"", true), ("W/\"a\"", false), ("\"b\"", false), ("*", false), ("\"b\", \"a\"", false),
            (same, true), (earlier, false), (later, false), ("", false),
        ]
    )
    func fit(ifRange: String?, fits: Bool) {
        #expect(validators.fit(ifRange: ifRange) == fits)
    }
}
