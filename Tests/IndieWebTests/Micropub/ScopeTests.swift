import IndieWeb
import Testing

@Suite("Scopes")
struct ScopeTests {
    @Test(
        "words are separated by spaces, each counts once",
        arguments: [
            ("", []), (" ", []), ("create", ["create"]), ("create update", ["create", "update"]),
            ("  create   update ", ["create", "update"]), ("update create update", ["update", "create"]),
            ("create,update", ["create,update"]), ("Create", ["Create"]),
        ]
    )
    func words(text: String, expected: [String]) {
        let scope = Scope(text)
        #expect(scope.words == expected && scope.isEmpty == expected.isEmpty)
        #expect(scope.description == expected.joined(separator: " "))
    }

    @Test(
        "MP-013 words match exactly",
        arguments: [
            "createx", "xcreate", "Create", "CREATE", "create,update", "create:x", "recreate", "create\tupdate",
            "create\u{301}",
        ]
    )
    func exact(word: String) {
        #expect(!Scope(word).contains("create"))
        #expect(!MicropubPermission.create.isGranted(by: Scope("\(word) \(word)2")))
        #expect(Scope("\(word) create").contains("create"))
    }

    @Test("scopes are equal when their words are")
    func equality() {
        #expect(Scope("a b") == Scope(" b a b") && Scope("a") != Scope("a b"))
    }

    @Test(
        "MP-013 MP-014 which words grant what",
        arguments: [
            (.create, ["create", "post"]), (.createDraft, ["create", "post", "draft"]), (.update, ["update"]),
            (.delete, ["delete"]), (.undelete, ["undelete", "delete", "create"]),
            (.media, ["media", "create", "post"]),
            (.read, ["read", "create", "post", "draft", "update", "delete", "undelete"]),
            (.readMedia, ["read", "create", "post", "draft", "update", "delete", "undelete", "media"]),
        ] as [(MicropubPermission, Set<String>)]
    )
    func matrix(permission: MicropubPermission, words: Set<String>) {
        for word in [
            "create", "update", "delete", "undelete", "media", "draft", "post", "read", "profile", "introspect", "",
        ] {
            #expect(permission.isGranted(by: Scope(word)) == words.contains(word), "\(permission) by \(word)")
        }
        #expect(permission.isGranted(by: Scope("profile \(permission.scope)")), "the word to ask for suffices")
    }

    @Test(
        "MP-014 who may make drafts and nothing else",
        arguments: [
            ("draft", true), ("draft update delete media", true), ("draft create", false), ("draft post", false),
            ("update", false), ("create", false), ("read", false), ("drafts", false), ("", false),
        ]
    )
    func draftOnly(words: String, isDraftOnly: Bool) {
        #expect(Scope(words).isDraftOnly == isDraftOnly)
    }
}
