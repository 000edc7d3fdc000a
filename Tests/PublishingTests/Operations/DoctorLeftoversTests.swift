import GRDB
import Testing

@testable import Publishing

@Suite("The doctor on tables that may hold secrets")
struct DoctorLeftoversTests {
    private func findings(_ sql: String = "") throws -> [Finding] {
        let site = try PublisherFixture()
        try site.database.write { try $0.execute(sql: sql) }
        let folder = try DataFolder(configuration: site.configuration, version: "test", now: { TakenOver.now })
        return Doctor(configuration: site.configuration, folder: folder).checkLeftovers()
    }

    @Test("none of our own tables is one")
    func ours() throws {
        #expect(try findings().isEmpty)
    }

    @Test("a copy that somebody made is named")
    func copy() throws {
        let findings = try findings("CREATE TABLE tokens_old (token TEXT)")
        #expect(findings.map(\.found) == ["the table tokens_old may hold tokens in clear text"])
    }
}
