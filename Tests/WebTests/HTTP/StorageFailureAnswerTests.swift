import Foundation
import HTTPTypes
import IndieWeb
import Publishing
import Testing
import Web

@Suite("Answers when nothing can be stored")
struct StorageFailureAnswerTests {
    /// A site whose database takes nothing more, as on a full disk, and a token for it.
    private func fullSite() throws -> (site: FixtureSite, token: String) {
        let site = try FixtureSite()
        let token = try site.token("create update")
        try site.execute("PRAGMA max_page_count = 1")
        return (site, token)
    }

    @Test("507 in Micropub's form, with the reason")
    func micropub() async throws {
        let (site, token) = try fullSite()
        let content = String(repeating: "word ", count: 100_000)
        let body = #"{"type":["h-entry"],"properties":{"content":["\#(content)"]}}"#
        let answer = try await site.send(
            "/micropub",
            [.authorization: "Bearer \(token)", .contentType: "application/json"],
            method: .post,
            body: Data(body.utf8)
        )
        #expect(answer.status.code == 507)
        let sentence = "The disk of the server is full, so this could not be stored."
        #expect(answer.text == #"{"error":"insufficient_storage","error_description":"\#(sentence)"}"#)
    }

    @Test("what is stored is still there to read")
    func reading() async throws {
        #expect(try await fullSite().site.get("/note/first-light").status == .ok)
    }
}
