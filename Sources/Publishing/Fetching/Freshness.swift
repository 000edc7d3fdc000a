package import Foundation

/// How long an answer of another site may be used again (RFC 9111, section 5.2.2).
package struct Freshness: Sendable, Equatable {
    /// Seconds; 0 for an answer that is good once.
    package let seconds: TimeInterval

    /// Reads the answer's `Cache-Control`.
    ///
    /// - Parameters:
    ///   - headers: the answer's headers.
    ///   - usual: seconds for an answer that does not say.
    ///   - longest: seconds that are never exceeded, so that a mistake of the other site ends by itself.
    package init(_ headers: [FetchHeader], usual: TimeInterval, longest: TimeInterval) {
        let directives = headers.values(of: "Cache-Control").joined(separator: ",").lowercased()
            .split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard !directives.contains("no-store"), !directives.contains("no-cache") else {
            seconds = 0
            return
        }
        let age = directives.first { $0.hasPrefix("max-age=") }
            .flatMap { Int($0.dropFirst("max-age=".count).filter { $0 != "\"" }) }
        seconds = min(max(age.map(TimeInterval.init) ?? usual, 0), longest)
    }
}
