import Foundation
import IndieWeb
import Testing

@Suite("Token introspection")
struct TokenIntrospectionTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func object(_ json: String) throws -> JSONObject {
        try #require(try JSONValue(parsing: Array(json.utf8)).objectValue)
    }

    @Test("IA-S-50 a good token: booleans and whole numbers")
    func active() {
        let facts = TokenIntrospection.Facts(
            me: "https://a.example/",
            clientID: "https://app.example/",
            scope: Scope("create update"),
            issued: now.addingTimeInterval(0.75),
            expires: now.addingTimeInterval(60)
        )
        #expect(
            TokenIntrospection.active(facts).json.text
                == #"{"active":true,"me":"https://a.example/","client_id":"https://app.example/","scope":"create update","exp":1700000060,"iat":1700000000}"#
        )
        #expect(
            TokenIntrospection.active(facts).legacyJSON?.text
                == #"{"me":"https://a.example/","client_id":"https://app.example/","scope":"create update"}"#,
            "IA-S-51"
        )
    }

    @Test("IA-S-50 of any other token nothing is said")
    func inactive() {
        #expect(
            TokenIntrospection.inactive.json.text == #"{"active":false}"#
                && TokenIntrospection.inactive.legacyJSON == nil
        )
    }

    @Test("a token without end or client, and moments beyond all calendars")
    func sparse() {
        for date in [
            nil, Date.distantFuture, Date(timeIntervalSince1970: .infinity), Date(timeIntervalSince1970: 1e300),
        ] {
            let facts = TokenIntrospection.Facts(me: "m", clientID: nil, scope: Scope(""), issued: nil, expires: date)
            let json = TokenIntrospection.active(facts).json
            #expect(json["client_id"] == nil && json["iat"] == nil && json["scope"] == "")
            #expect((json["exp"] == nil) == (date != .distantFuture))
        }
    }

    @Test(
        "IA-C-11 what another server says of a good token",
        arguments: [
            #"{"active":true,"me":"https://a.example/","client_id":"c","scope":"a b","exp":1700000001,"iat":1699999999}"#,
            #"{"active":"true","me":"https://a.example/","client_id":"c","scope":"a b","exp":"1700000001","iat":"1699999999"}"#,
        ]
    )
    func reading(json: String) throws {
        let facts = TokenIntrospection.Facts(
            me: "https://a.example/",
            clientID: "c",
            scope: Scope("a b"),
            issued: now.addingTimeInterval(-1),
            expires: now.addingTimeInterval(1)
        )
        #expect(TokenIntrospection(json: try object(json), now: now) == .active(facts))
    }

    @Test(
        "IA-C-11 all that is not surely good is inactive",
        arguments: [
            "{}", #"{"active":false,"me":"m"}"#, #"{"me":"m"}"#, #"{"active":true}"#, #"{"active":true,"me":""}"#,
            #"{"active":1,"me":"m"}"#, #"{"active":"yes","me":"m"}"#, #"{"active":true,"me":"m","exp":1700000000}"#,
            #"{"active":true,"me":"m","exp":"soon"}"#, #"{"active":true,"me":"m","exp":1e400}"#,
            #"{"active":true,"me":["m"]}"#,
            #"{"active":true,"me":"m","exp":false}"#,
        ]
    )
    func unsure(json: String) throws {
        #expect(TokenIntrospection(json: try object(json), now: now) == .inactive)
    }

    @Test(
        "IA-S-51 IA-C-11 token endpoints from before 2022 answer without active",
        arguments: [
            (#"{"me":"m","client_id":"c","scope":"a"}"#, true), (#"{"active":false,"me":"m"}"#, false), ("{}", false),
            (#"{"error":"unauthorized","me":"m"}"#, false), (#"{"me":"m","exp":1}"#, false),
            (#"{"active":true,"me":"m"}"#, true),
        ]
    )
    func legacy(json: String, isGood: Bool) throws {
        let answer = TokenIntrospection(legacy: try object(json), now: now)
        #expect((answer != .inactive) == isGood)
    }
}
