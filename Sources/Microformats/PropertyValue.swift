/// One value of a microformats2 property.
package indirect enum PropertyValue: Sendable, Equatable {
    /// Text, of a `p-` or a `dt-` property.
    case text(String)
    /// An address, of a `u-` property. It is absolute unless it makes no sense against the page's address.
    case url(String)
    /// An image with an alternative text, perhaps empty; one without is a ``url(_:)``.
    case image(url: String, alt: String)
    /// Markup, of an `e-` property. It is what a stranger wrote, not fit for a page of ours.
    case markup(html: String, value: String)
    /// A microformat.
    case item(MicroformatsItem)

    /// The value as plain text.
    ///
    /// For an item it is what the specification calls its `value`.
    package var plainText: String {
        switch self {
        case .text(let text), .url(let text), .image(url: let text, alt: _), .markup(html: _, value: let text): text
        case .item(let item): item.value?.plainText ?? ""
        }
    }

    /// The address that the value is, nil for markup.
    ///
    /// Of an item it is the first `url`, or else its value. Text counts, because writers use `p-` where `u-` is meant;
    /// whether it is an address is for the reader to judge.
    package var address: String? {
        switch self {
        case .text(let text), .url(let text), .image(url: let text, alt: _): text
        case .markup: nil
        case .item(let item): (item["url"].first ?? item.value)?.plainText
        }
    }
}
