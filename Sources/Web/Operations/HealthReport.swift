import Foundation
import Hummingbird

/// The JSON that monitors read.
struct HealthReport: Encodable {
    /// `ok`, `unavailable`, `upgrading` or `error`.
    let status: String
    let version: String

    func response(to request: Request, status: HTTPResponse.Status) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = (try? encoder.encode(self)) ?? Data(#"{"status":"error"}"#.utf8)
        return Representation(bytes: Array(json), contentType: "application/json; charset=utf-8", caching: .never)
            .response(to: request, status: status)
    }
}
