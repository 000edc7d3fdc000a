/// What media types a client takes, and how much it likes them: the field `Accept` (RFC 9110, section 12.5.1).
package struct ContentNegotiation: Sendable, Equatable {
    fileprivate struct MediaRange: Sendable, Equatable {
        /// `*` for any.
        var type: String
        /// `*` for any.
        var subtype: String
        var parameters: [String: String]
        var quality: QualityValue

        /// The more a range says, the higher. What it says about a type goes before what less specific ranges say.
        var specificity: Int {
            (type == "*" ? 0 : 1) + (subtype == "*" ? 0 : 1) + parameters.count
        }
    }

    private let ranges: [MediaRange]

    /// Reads the fields of a request.
    ///
    /// Without a field anything is welcome. Elements that are malformed are left out; when nothing is left, the client
    /// said nothing.
    package init(accept fields: [String]) {
        let ranges = FieldScanner.elements(of: fields).compactMap(Self.range)
        self.ranges =
            ranges.isEmpty ? [MediaRange(type: "*", subtype: "*", parameters: [:], quality: .full)] : ranges
    }

    /// How much the client likes a media type; the most specific range that covers it decides.
    package func quality(of mediaType: String) -> QualityValue {
        range(for: mediaType)?.quality ?? .unacceptable
    }

    /// The media type to answer with; nil when the client takes none of them, which is 406.
    package func preferred(among mediaTypes: [String]) -> String? {
        preferred(among: mediaTypes) { [$0] }
    }

    /// What to answer with.
    ///
    /// Of two that it likes the same, the one that it asked for more closely is meant: of `application/json, */*` JSON.
    /// Else the first.
    /// - Parameters:
    ///   - offers: what there is, what the server likes best first.
    ///   - mediaTypes: what a client may call an offer. It counts under the name that the client likes best.
    /// - Returns: one of them; nil when the client takes none, which is 406.
    package func preferred<Offer>(among offers: [Offer], mediaTypes: (Offer) -> [String]) -> Offer? {
        var best: (offer: Offer, quality: QualityValue, specificity: Int)?
        for offer in offers {
            for range in mediaTypes(offer).compactMap(range(for:)) where range.quality > .unacceptable {
                if let best, (best.quality, best.specificity) >= (range.quality, range.specificity) { continue }
                best = (offer, range.quality, range.specificity)
            }
        }
        return best?.offer
    }

    private func range(for mediaType: String) -> MediaRange? {
        guard let offered = MediaType(mediaType) else { return nil }
        var best: MediaRange?
        for range in ranges where range.covers(offered) {
            if let best, best.specificity >= range.specificity { continue }
            best = range
        }
        return best
    }

    private static func range(_ element: FieldScanner) -> MediaRange? {
        var scanner = element
        guard let type = scanner.token()?.lowercased(), scanner.skip("/"), let subtype = scanner.token()?.lowercased(),
            type != "*" || subtype == "*"
        else { return nil }
        var range = MediaRange(type: type, subtype: subtype, parameters: [:], quality: .full)
        while let parameter = scanner.parameter() {
            if parameter.name == "q" {
                guard let quality = QualityValue(parameter.value) else { return nil }
                range.quality = quality
                // What follows the weight is no part of the media type (RFC 7231, section 5.3.2).
                return range
            }
            range.parameters[parameter.name] = parameter.value
        }
        return scanner.isAtEnd ? range : nil
    }
}

extension ContentNegotiation.MediaRange {
    fileprivate func covers(_ offered: MediaType) -> Bool {
        guard type == "*" || type == offered.type else { return false }
        guard subtype == "*" || "\(type)/\(subtype)" == offered.essence else { return false }
        // All texts here are UTF-8, whether or not the offer says so.
        return parameters.allSatisfy { name, value in
            let offeredValue = offered[parameter: name] ?? (name == "charset" ? "utf-8" : nil)
            return offeredValue?.lowercased() == value.lowercased()
        }
    }
}
