import Microformats

/// Another post, a person or a thing, as a property names it: by an address, in words, or by an object that says more, such
/// as an h-cite, an h-card or an h-food.
package struct Citation: Sendable {
    /// Whether the property says more than an address or a text.
    package let isObject: Bool
    /// Its address, where it has one of the web.
    package let address: String?
    /// The microformat it was sent as, where that is one of those that can stand here.
    package let type: String?
    /// What it is called. Words that came alone, or an address that leads nowhere, are its name.
    package let name: String?
    /// Who made it.
    package let authors: [Citation]
    /// What it says, without markup: words of somebody else.
    package let quotation: String?
    /// Where it is: texts by their property, as those of a ``Place``.
    package let location: [(property: String, text: String)]

    /// Reads a value; nil for one that names nothing that can be shown.
    package init?(_ value: JSONValue) {
        isObject = value.objectValue != nil
        let details = value.details ?? MicroformatsProperties()
        type = value.objectValue?["type"].flatMap {
            ($0.arrayValue ?? [$0]).compactMap(\.stringValue).first(where: Self.types.contains)
        }
        let addresses = [details.text("url"), details.text("uid"), value.plainText].compactMap(\.self)
            .filter { !$0.isBlank }
        address = addresses.first { URLReference($0)?.isWebAddress == true }
        // What is no address of the web is shown and leads nowhere.
        name = details.words("name") ?? (address == nil ? addresses.first : nil)
        authors = details["author"].compactMap { Citation($0) }
        quotation = details.words("content")
        location = Place.address(in: details)
        guard isNamed || quotation != nil else { return nil }
    }

    /// What to call it where nothing but a text can stand.
    package var title: String { name ?? address ?? quotation ?? "" }

    /// Whether there is more to call it by than what it says.
    package var isNamed: Bool { address != nil || name != nil }

    /// What it can be found by, which is what is shown of it wherever it stands: what it is called, its makers, and where it
    /// is. What it says is shown there only where it is called nothing else; see also ``PostContext/quotation``.
    package var words: [String] {
        [isNamed ? name : quotation].compactMap(\.self) + authors.flatMap(\.words) + location.map(\.text)
    }

    private static let types: Set = ["h-card", "h-cite", "h-event", "h-food", "h-item", "h-product", "h-recipe"]
}
