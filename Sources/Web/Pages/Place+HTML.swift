import IndieWeb

extension Place {
    /// The place as a property of an entry: a microformat, or, where it is but a text or an address, that.
    ///
    /// - Parameters:
    ///   - property: the name of the property, without a prefix.
    ///   - kind: which microformat it is, where it does not say so itself.
    /// - Returns: an element that stands within a line.
    func html(of property: String, as kind: String) -> HTML {
        guard isObject else {
            return url.map { "<a class=\"u-\(property)\" href=\"\($0)\">\($0)</a>" }
                ?? "<span class=\"p-\(property)\">\(name ?? "")</span>"
        }
        let parts = title(linked: url) + address.map { "<span class=\"p-\($0.property)\">\($0.text)</span>" as HTML }
        let isOnlyPoint = parts.isEmpty
        let type = type ?? (isOnlyPoint ? "h-geo" : kind)
        let prefix = property == "checkin" ? "u" : "p"
        let separated = (parts + (isOnlyPoint ? coordinates : [])).enumerated().map { index, part -> HTML in
            index == 0 ? part : ", \(part)"
        }
        return
            "<span class=\"\(prefix)-\(property) \(type)\">\(separated)\(isOnlyPoint ? [] : hiddenCoordinates)</span>"
    }

    private func title(linked url: String?) -> [HTML] {
        if let url { return ["<a class=\"p-name u-url\" href=\"\(url)\">\(name ?? url)</a>"] }
        return name.map { ["<span class=\"p-name\">\($0)</span>"] } ?? []
    }

    private var numbers: [(property: String, text: String)] {
        [("latitude", latitude), ("longitude", longitude), ("altitude", altitude)].compactMap { property, text in
            text.map { (property, $0) }
        }
    }

    private var coordinates: [HTML] { numbers.map { "<span class=\"p-\($0.property)\">\($0.text)</span>" } }

    /// For programs: people read the name.
    private var hiddenCoordinates: [HTML] {
        numbers.map { "<data class=\"p-\($0.property)\" value=\"\($0.text)\"></data>" }
    }
}
