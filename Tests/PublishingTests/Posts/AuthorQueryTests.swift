import GRDB
import Publishing
import Testing

@Suite("AuthorQuery")
struct AuthorQueryTests {
    @Test("the profile that was found")
    func profile() async throws {
        let fixture = try PostsFixture()
        let query = AuthorQuery(reader: fixture.database, me: "https://alice.example.com/", fallbackName: "Someone")
        let expected = Author(
            name: "Alice Example",
            url: "https://alice.example.com/",
            photoURL: "https://alice.example.com/me.jpg",
            note: "Writes small notes.",
            relMe: ["https://github.com/alice"]
        )
        #expect(try await query.author() == expected)
    }

    @Test("without a profile the name of the settings, else the host")
    func fallback() async throws {
        let fixture = try PostsFixture()
        let named = AuthorQuery(reader: fixture.database, me: "https://bob.example/", fallbackName: "Bob")
        #expect(try await named.author() == Author(name: "Bob", url: "https://bob.example/"))
        let unnamed = AuthorQuery(reader: fixture.database, me: "https://bob.example/", fallbackName: nil)
        #expect(try await unnamed.author().name == "bob.example")
    }

    @Test("addresses that are no pages, and links that are no JSON, are left out")
    func hostile() async throws {
        let fixture = try PostsFixture()
        try await fixture.database.write {
            try $0.execute(
                sql: "UPDATE author_profile SET url = 'javascript:x', photo = 'data:x', rel_me_links = ?",
                arguments: ["[\"javascript:x\", \"https://a.example/\"]"]
            )
        }
        let query = AuthorQuery(reader: fixture.database, me: "https://alice.example.com/", fallbackName: nil)
        let author = try await query.author()
        #expect(author.url == "https://alice.example.com/")
        #expect(author.photoURL == nil)
        #expect(author.relMe == ["https://a.example/"])
        try await fixture.database.write { try $0.execute(sql: "UPDATE author_profile SET rel_me_links = '{'") }
        #expect(try await query.author().relMe == [])
    }
}
