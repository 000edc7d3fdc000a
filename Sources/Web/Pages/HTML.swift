package import Microformats

/// Markup that a page is made of, written as a string literal.
///
/// Text put into it is escaped by construction; only markup goes in as it is:
///
///     let greeting: HTML = "<p>Hello, \(name)!</p>"
///
/// So outside input cannot become markup by being forgotten. Attribute values are always written between double quotes.
package struct HTML: Sendable, Equatable {
    /// The markup.
    package let markup: String

    /// Markup that has been sanitised.
    package init(_ sanitized: SanitizedHTML) {
        markup = sanitized.markup
    }

    /// Markup that the owner of the site wrote into a file of the data folder. Nothing else may come in this way.
    init(fragmentOfOwner text: String) {
        markup = text
    }
}

extension HTML: ExpressibleByStringInterpolation {
    /// Markup without anything put in.
    package init(stringLiteral markup: String) {
        self.markup = markup
    }

    /// Markup with text and markup put in.
    package init(stringInterpolation interpolation: StringInterpolation) {
        markup = interpolation.markup
    }

    /// Collects the parts of a literal.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        /// Starts an empty literal.
        package init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity * 2)
        }

        /// Adds what the source code says.
        package mutating func appendLiteral(_ literal: String) {
            markup += literal
        }

        /// Adds text, escaped.
        package mutating func appendInterpolation(_ text: String) {
            HTMLText.append(text, to: &markup)
        }

        /// Adds a number.
        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            markup += String(number)
        }

        /// Adds markup, or nothing.
        package mutating func appendInterpolation(_ html: HTML?) {
            if let html { markup += html.markup }
        }

        /// Adds one piece of markup after the other.
        package mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { markup += part.markup }
        }

        /// Adds what the sanitiser let pass.
        package mutating func appendInterpolation(raw html: SanitizedHTML) {
            markup += html.markup
        }
    }
}
