import IndieWeb
import Testing

@Suite("Micropub actions")
struct MicropubActionTests {
    @Test("MP-060 delete and undelete, by form and by JSON")
    func actions() throws {
        let url = "https://example.com/note/a"
        // The public test suite sends the address without percent-encoding.
        #expect(try Body.form("action=delete&url=\(url)") == .delete(url: url))
        #expect(
            try Body.form("access_token=x&action=delete&url=https%3A%2F%2Fexample.com%2Fnote%2Fa") == .delete(url: url)
        )
        #expect(try Body.form("action=undelete&url=\(url)&h=entry&content=x") == .undelete(url: url))
        #expect(try Body.json(#"{"action":"delete","url":"\#(url)"}"#) == .delete(url: url))
        #expect(try Body.json(#"{"action":"undelete","url":"\#(url)","access_token":"x"}"#) == .undelete(url: url))
    }

    @Test(
        "MP-047 MP-049 what is no action is refused",
        arguments: [
            "action=delete", "action=delete&url=", "action=undelete", "action=delete&url=a&url=b",
            "action=update&url=a", "action=update&url=a&replace[content]=b", "action=", "action=Delete&url=a",
            "action=remove&url=a", "action=delete&action=undelete&url=a", "action[]=delete&action[]=update&url=a",
        ]
    )
    func badForms(form: String) {
        expectInvalidRequest { try Body.form(form) }
    }

    @Test(
        "MP-049 what is no action in JSON is refused",
        arguments: [
            #"{"action":"delete"}"#, #"{"action":"delete","url":""}"#, #"{"action":"delete","url":null}"#,
            #"{"action":"delete","url":["a"]}"#, #"{"action":"undelete","url":1}"#,
            #"{"action":"update","replace":{"content":["a"]}}"#, #"{"action":"DELETE","url":"a"}"#,
            #"{"action":{},"url":"a"}"#, #"{"action":true,"url":"a"}"#,
        ]
    )
    func badJSON(json: String) {
        expectInvalidRequest { try Body.json(json) }
    }

    @Test(
        "only a new post brings files",
        arguments: ["action=delete&url=a", "action=undelete&url=a", "action=update&url=a", "action=x"]
    )
    func uploads(form: String) {
        expectInvalidRequest {
            try MicropubRequest(fields: Body.fields(form) + [MicropubField(name: "photo", value: .upload(0))])
        }
    }
}
