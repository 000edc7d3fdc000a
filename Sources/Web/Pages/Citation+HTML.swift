import IndieWeb

extension Citation {
    /// The citation as a property of an entry: a microformat, or, where there is but an address or a text, that.
    ///
    /// - Parameters:
    ///   - property: the name of the property, without a prefix.
    ///   - type: which microformat an object is.
    ///   - prefix: the prefix of an object: `u` for what is known by its address, `p` for what is known by its name.
    ///   - quoting: words of it that are shown beside its name.
    /// - Returns: an element that stands within a line.
    func html(of property: String, as type: String, prefix: String = "u", quoting: String? = nil) -> HTML {
        guard isObject else {
            return address.map { "<a class=\"u-\(property)\" href=\"\($0)\">\($0)</a>" }
                ?? "<span class=\"p-\(property)\">\(name ?? "")</span>"
        }
        let more =
            authors.map { ", \($0.html(of: "author", as: "h-card", prefix: "p"))" as HTML }
            + location.map { ", <span class=\"p-\($0.property)\">\($0.text)</span>" as HTML }
        let quotation = quoting.map { ": \(Self.html(quoting: $0))" as HTML }
        return "<span class=\"\(prefix)-\(property) \(type)\">\(linkedTitle)\(more)\(quotation)</span>"
    }

    private var linkedTitle: HTML {
        if let address { return "<a class=\"p-name u-url\" href=\"\(address)\">\(title)</a>" }
        return isNamed ? "<span class=\"p-name\">\(title)</span>" : Self.html(quoting: title)
    }

    /// Words of somebody else, line for line; text, whatever markup they had.
    private static func html(quoting text: String) -> HTML {
        let lines = text.split(whereSeparator: \.isNewline).enumerated().map { number, line -> HTML in
            number == 0 ? "\(String(line))" : "<br>\n\(String(line))"
        }
        return "<q class=\"p-content\">\(lines)</q>"
    }
}
