import IndieWeb
import Microformats

/// Another post, a person or a thing, as a property names it: by an address, in words, or by an object that says more.
struct Citation {
    /// Whether the property says more than an address.
    let isObject: Bool
    /// Its address, where it has one of the web.
    let address: String?
    /// The microformat it was sent as, where that is one of those that can stand here.
    let type: String?
    private let name: String?
    private let quotation: String?
    private let details: MicroformatsProperties

    /// Nil for a value that names nothing that can be shown.
    init?(_ value: JSONValue) {
        isObject = value.objectValue != nil
        details = value.details ?? MicroformatsProperties()
        type = value.objectValue?["type"].flatMap {
            ($0.arrayValue ?? [$0]).compactMap(\.stringValue).first(where: Self.types.contains)
        }
        let addresses = [details.text("url"), details.text("uid"), value.plainText].compactMap(\.self)
            .filter { !$0.allSatisfy(\.isWhitespace) }
        address = addresses.first { URLReference($0)?.isWebAddress == true }
        // What is no address of the web is shown and leads nowhere.
        let words = address == nil ? addresses.first : nil
        name = details.text("name").flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } ?? words
        quotation = details.text("content").flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        guard address != nil || name != nil || quotation != nil else { return nil }
    }

    private static let types: Set = ["h-card", "h-cite", "h-event", "h-food", "h-item", "h-product", "h-recipe"]

    /// The citation as a property of an entry: a microformat, or, where there is but an address or a text, that.
    ///
    /// - Parameters:
    ///   - property: the name of the property, without a prefix.
    ///   - type: which microformat an object is.
    /// - Returns: an element that stands within a line.
    func html(of property: String, as type: String) -> HTML {
        guard isObject else {
            return address.map { "<a class=\"u-\(property)\" href=\"\($0)\">\($0)</a>" }
                ?? "<span class=\"p-\(property)\">\(name ?? "")</span>"
        }
        let more = ["author", "street-address", "locality", "region", "country-name"].compactMap { part -> HTML? in
            details.text(part).map { ", <span class=\"p-\(part)\">\($0)</span>" }
        }
        return "<span class=\"u-\(property) \(type)\">\(title)\(more)</span>"
    }

    private var title: HTML {
        if let address { return "<a class=\"p-name u-url\" href=\"\(address)\">\(name ?? address)</a>" }
        if let name { return "<span class=\"p-name\">\(name)</span>" }
        return "<q class=\"p-content\">\(quotation ?? "")</q>"
    }
}
