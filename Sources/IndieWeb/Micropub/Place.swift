import Microformats

/// A place as a value of `location` or `checkin` names it: an h-card, h-adr or h-geo, a `geo:` address, a web address or
/// words.
package struct Place: Sendable {
    /// What it is called; words that came alone are its name.
    package private(set) var name: String?
    /// Its address in the web.
    package private(set) var url: String?
    /// Its postal address, and how to call there: texts by their property, in the order in which people read them.
    package private(set) var address: [(property: String, text: String)] = []
    /// Degrees north, as they were written.
    package private(set) var latitude: String?
    /// Degrees east, as they were written.
    package private(set) var longitude: String?
    /// Metres above sea level, as they were written.
    package private(set) var altitude: String?
    /// The microformat it was sent as, `h-geo` for a `geo:` address; nil where it was but a text, or said no type of a place.
    package private(set) var type: String?
    /// Whether it is more than one text.
    package private(set) var isObject = false

    /// Reads a value; nil for one that says nothing that can be shown.
    package init?(_ value: JSONValue) {
        if let object = value.objectValue, object["properties"] != nil || object["value"] == nil {
            isObject = true
            read(MicroformatsProperties(object["properties"]?.objectValue ?? object))
            type = object["type"].flatMap {
                ($0.arrayValue ?? [$0]).compactMap(\.stringValue).first(where: Self.isType)
            }
        } else if let text = value.plainText {
            read(text)
        }
        guard name != nil || url != nil || !address.isEmpty || latitude != nil else { return nil }
    }

    /// What may be told of a place that is not to be found: its name, or its town. Nil for words that came alone, which may
    /// be a street or coordinates as well as a name.
    package var title: String? {
        guard isObject else { return nil }
        let town = address.first { $0.property == "locality" }?.text
        return [name, town].lazy.compactMap(\.self).first { Self.webAddress($0) == nil }
    }

    /// The place on one line, where nothing but a text can stand: what it is called, or where it is.
    package var text: String {
        if let title = name ?? url { return title }
        let parts = address.isEmpty ? [latitude, longitude].compactMap(\.self) : address.map(\.text)
        return parts.joined(separator: ", ")
    }

    /// What it can be found by: its name and its address.
    package var words: [String] { [name].compactMap(\.self) + address.map(\.text) }

    private mutating func read(_ text: String) {
        if let geo = GeoURI(text) {
            (isObject, type) = (true, "h-geo")
            (latitude, longitude, altitude) = (geo.latitude, geo.longitude, geo.altitude)
            name = geo.name.flatMap(Self.words)
            url = geo.url.flatMap(Self.webAddress)
        } else if let address = Self.webAddress(text) {
            url = address
        } else {
            name = Self.words(text)
        }
    }

    private mutating func read(_ properties: MicroformatsProperties) {
        name = properties.text("name").flatMap(Self.words)
        url = properties.texts("url").lazy.compactMap(Self.webAddress).first
        address = Self.address(in: properties)
        if let north = properties.text("latitude"), let east = properties.text("longitude") {
            (latitude, longitude, altitude) = (north, east, properties.text("altitude"))
        }
        // An h-card has its address and its coordinates as objects of their own, or as properties: both are usual.
        for part in ["adr", "geo"] {
            guard let part = properties.first(part).flatMap({ Place($0) }) else { continue }
            if address.isEmpty { address = part.address }
            if latitude == nil { (latitude, longitude, altitude) = (part.latitude, part.longitude, part.altitude) }
        }
    }

    private static func isType(_ word: String) -> Bool { ["h-card", "h-adr", "h-geo"].contains(word) }

    /// A text that can be a name; a `geo:` address is none, and where it cannot be read it says nothing.
    private static func words(_ text: String) -> String? {
        text.allSatisfy(\.isWhitespace) || GeoURI.isScheme(of: text) ? nil : text
    }

    private static func webAddress(_ text: String) -> String? {
        URLReference(text)?.isWebAddress == true ? text : nil
    }

    /// The parts of a postal address (h-adr) that properties have, and the telephone number of an h-card.
    static func address(in properties: MicroformatsProperties) -> [(property: String, text: String)] {
        addressProperties.compactMap { property in
            properties.text(property).flatMap(words).map { (property, $0) }
        }
    }

    private static let addressProperties = [
        "street-address", "extended-address", "post-office-box", "postal-code", "locality", "region", "country-name",
        "label", "tel",
    ]
}
