import IndieWeb
import Microformats

/// Another post or a person, as a property names it: by an address, or by an object that says more.
struct Citation {
    /// Whether the property says more than an address.
    let isObject: Bool
    private let url: String?
    private let name: String?
    private let properties: MicroformatsProperties

    /// Nil for a value that names nothing that can be shown.
    init?(_ value: JSONValue) {
        isObject = value.objectValue != nil
        properties = value.objectValue?["properties"]?.objectValue.map { MicroformatsProperties($0) } ?? [:]
        let address = isObject ? properties.text("url") ?? value.plainText : value.plainText
        url = address.flatMap { URLReference($0)?.isWebAddress == true ? $0 : nil }
        // What is no address of the web is shown and leads nowhere.
        name = properties.text("name").flatMap { $0.isEmpty ? nil : $0 } ?? (url == nil ? address : nil)
        guard url != nil || name != nil else { return nil }
    }

    /// Its address, where it has one.
    var address: String? { url }

    /// The citation as a microformat of a type, or, where there is but an address, as a link.
    func html(property: String, type: String) -> HTML {
        guard isObject else {
            return url.map { "<a class=\"\(property)\" href=\"\($0)\">\($0)</a>" } ?? "<span>\(name ?? "")</span>"
        }
        let title: HTML =
            url.map { "<a class=\"p-name u-url\" href=\"\($0)\">\(name ?? $0)</a>" }
            ?? "<span class=\"p-name\">\(name ?? "")</span>"
        let more = ["author", "street-address", "locality", "region", "country-name"].compactMap { part -> HTML? in
            properties.text(part).map { ", <span class=\"p-\(part)\">\($0)</span>" }
        }
        return "<span class=\"\(property) \(type)\">\(title)\(more)</span>"
    }
}
