import Hummingbird
import IndieWeb

/// What somebody searches for.
struct SearchRequest {
    /// How many results an answer has where nobody says.
    static let pageSize = 20
    /// The most that an answer has.
    static let largestPage = 100
    /// More than this is no question. What comes after it is not looked at.
    private static let longestText = 500

    /// The words, empty where there are none.
    let text: String
    private let parameters: FormURLEncoded?

    /// Reads the query of a request. One that cannot be read asks nothing.
    init(_ request: Request) {
        parameters = try? FormURLEncoded(parsing: (request.uri.query ?? "").utf8, maximumPairs: 20)
        text = String((parameters?.first("q") ?? "").prefix(Self.longestText))
    }

    var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

    /// A whole number of at most nine digits; nil for anything else, and the other one where nobody says.
    func number(_ name: String, else other: Int) -> Int? {
        guard let text = parameters?.first(name), !text.isEmpty else { return other }
        guard text.utf8.count <= 9, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }
}
