import Foundation
import TestSupport
import Testing

@Suite("Commands beside a running server")
struct LiveDatabaseTests {
    /// The server once opened its own database a second time by hand. Closing that dropped SQLite's locks, the next command
    /// took itself for the last one and removed the log under the server, and nothing that was written later was seen.
    @Test("what they write is seen by the server, from its first start on, time and again")
    func logStays() throws {
        let site = try MicropubSite()
        for round in 1...3 {
            let link = try site.run(["login-link"]).output.trimmingCharacters(in: .newlines)
            let page = try site.page(link)
            #expect(page.status == 200, "round \(round)")
            #expect(page.text.contains("<h1>Sign in</h1>"), "round \(round)")
            #expect(try site.run(["backup", "create"]).status == 0)
            #expect(try site.run(["db", "verify"]).status == 0)
        }
    }
}
