import Foundation

/// A place on the Earth as an address: `geo:52.1,4.5;u=35` (RFC 5870).
///
/// The numbers keep their text. Beside the parameters of the RFC, some clients send `name` and `url`.
package struct GeoURI: Sendable, Equatable {
    /// Degrees north, -90 to 90.
    package let latitude: String
    /// Degrees east, -180 to 180.
    package let longitude: String
    /// Metres above the ellipsoid, where the address says so.
    package let altitude: String?
    /// What the place is called, where the address says so.
    package let name: String?
    /// Where to read about the place, where the address says so; any text.
    package let url: String?

    /// Reads an address, or gives nil for one that is no place. A query, which maps add for their zoom, is left out.
    ///
    /// Programs write numbers as their languages do: `5.2e-5`, `+52.1`, `.5`, with spaces around them. An altitude that is
    /// none is left out.
    package init?(_ text: String) {
        guard Self.isScheme(of: text) else { return nil }
        var parts = text.drop(while: \.isWhitespace).dropFirst("geo:".count).prefix { $0 != "?" && $0 != "#" }
            .split(separator: ";", omittingEmptySubsequences: false)[...]
        let numbers = (parts.popFirst() ?? "").split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard (2...3).contains(numbers.count), Self.isNumber(numbers[0], within: -90...90),
            Self.isNumber(numbers[1], within: -180...180)
        else { return nil }
        latitude = numbers[0]
        longitude = numbers[1]
        let finite = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        altitude = numbers.dropFirst(2).first { Self.isNumber($0, within: finite) }
        var parameters: [String: String] = [:]
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let value = String(pair[1]).removingPercentEncoding, !value.isEmpty else { continue }
            parameters[pair[0].lowercased()] = value
        }
        name = parameters["name"]
        url = parameters["url"]
    }

    /// Whether a text is meant to be such an address, well formed or not.
    static func isScheme(of text: String) -> Bool {
        text.drop(while: \.isWhitespace).prefix(4).lowercased() == "geo:"
    }

    /// Whether a text is a decimal number within bounds, which leave out what is not finite.
    private static func isNumber(_ text: String, within bounds: ClosedRange<Double>) -> Bool {
        guard let number = Double(text), bounds.contains(number) else { return false }
        // Not `0x1p3`.
        return text.utf8.allSatisfy { "0123456789.eE+-".utf8.contains($0) }
    }
}
