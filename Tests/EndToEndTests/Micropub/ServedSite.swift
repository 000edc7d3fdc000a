import TestSupport
import Testing

/// Gives a suite a server of its own, which starts before its first test and ends after its last.
///
/// A server for each test would cost a start each; one for all suites would let them see each other's posts.
struct ServedSite: SuiteTrait, TestScoping {
    let environment: [String: String]

    @concurrent func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let site = try MicropubSite(environment: environment)
        try await MicropubSite.$current.withValue(site) { try await function() }
        #expect(site.server.stop() == 0)
    }
}

extension Trait where Self == ServedSite {
    /// A served site for the tests of the suite.
    static var served: Self { ServedSite(environment: [:]) }

    /// A served site with settings of its own.
    static func served(_ environment: [String: String]) -> Self { ServedSite(environment: environment) }
}

/// Expects a refusal in Micropub's JSON form.
func expectRefusal(
    _ answer: MicropubSite.Answer,
    _ status: Int,
    error: String = "invalid_request",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(answer.status == status, "\(answer.text)", sourceLocation: sourceLocation)
    #expect(answer["Content-Type"]?.hasPrefix("application/json") == true, sourceLocation: sourceLocation)
    #expect(answer.json["error"] as? String == error, "\(answer.text)", sourceLocation: sourceLocation)
}
