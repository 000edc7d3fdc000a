/// A class name that means something to microformats2: a prefix and what follows it.
struct MicroformatsClass: Equatable {
    /// What the prefix says of the value.
    enum Kind: String, CaseIterable {
        /// Text.
        case text = "p"
        /// An address.
        case url = "u"
        /// A date, a time, or a duration.
        case dateTime = "dt"
        /// Markup.
        case markup = "e"
        /// The root of a microformat.
        case root = "h"
    }

    let kind: Kind
    /// The name without the prefix: `name`.
    let name: String

    /// Reads a class name such as `p-name`, or gives nil for any other.
    ///
    /// After the prefix stand words of the letters a to z joined by hyphens; in front of them may stand a vendor's
    /// name, which may have digits.
    init?(_ text: String) {
        guard let hyphen = text.utf8.firstIndex(of: UInt8(ascii: "-")),
            let kind = Kind(rawValue: String(text[..<hyphen]))
        else { return nil }
        let name = text[text.utf8.index(after: hyphen)...]
        let words = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        for (index, word) in words.enumerated() {
            let isVendor = index == 0 && words.count > 1
            guard !word.isEmpty, word.allSatisfy({ Self.isLetter($0) || (isVendor && Self.isDigit($0)) }) else {
                return nil
            }
        }
        self.kind = kind
        self.name = String(name)
    }

    /// Whether a class name is that of a root: `h-card`.
    static func isRoot(_ text: String) -> Bool {
        text.hasPrefix("h-") && MicroformatsClass(text) != nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
