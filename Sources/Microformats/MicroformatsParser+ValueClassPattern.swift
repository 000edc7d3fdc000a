/// <https://microformats.org/wiki/value-class-pattern>
extension MicroformatsParser {
    /// The texts of the children that are marked as the value, put together; nil when none is.
    mutating func valueClassText(of element: HTMLElement) throws(WorkBudget.Exceeded) -> String? {
        let parts = Self.valueClassParts(of: element)
        guard !parts.isEmpty else { return nil }
        var text = ""
        for part in parts { text += try value(of: part, isDateTime: false) }
        return text.trimmed
    }

    /// The date and time that the children marked as the value make together, of each the first one.
    ///
    /// - Returns: nil when none is marked, or what is marked is neither date nor time.
    mutating func valueClassDateTime(
        of element: HTMLElement,
        lastDate: inout String?
    ) throws(WorkBudget.Exceeded) -> String? {
        var date: String?
        var time: DateTimeText.Time?
        var zone: String?
        for part in Self.valueClassParts(of: element) {
            let text = try value(of: part, isDateTime: true).trimmed
            if let moment = DateTimeText.moment(text) {
                lastDate = moment.date
                return moment.text
            }
            if let read = DateTimeText.time(text) {
                time = time ?? read
            } else if let read = DateTimeText.date(text) {
                date = date ?? read
            } else if let read = DateTimeText.zone(text) {
                zone = zone ?? read
            }
        }
        lastDate = date ?? lastDate
        guard let time else { return date }
        let clock = time.clock + (time.zone ?? zone ?? "")
        guard let lastDate else { return clock }
        return DateTimeText.moment("\(lastDate) \(clock)")?.text ?? "\(lastDate) \(clock)"
    }

    private static func valueClassParts(of element: HTMLElement) -> [(element: HTMLElement, isTitle: Bool)] {
        children(of: element).compactMap { child in
            let tokens = child.attribute("class").map(HTMLTokens.split) ?? []
            let isTitle = tokens.contains("value-title")
            return isTitle || tokens.contains("value") ? (child, isTitle) : nil
        }
    }

    private mutating func value(
        of part: (element: HTMLElement, isTitle: Bool),
        isDateTime: Bool
    ) throws(WorkBudget.Exceeded) -> String {
        let element = part.element
        if part.isTitle { return element.attribute("title") ?? "" }
        let attribute: String? =
            switch element.name {
            case "img", "area": element.attribute("alt")
            case "data": element.attribute("value")
            case "abbr": element.attribute("title")
            case "time", "ins", "del": isDateTime ? element.attribute("datetime") : nil
            default: nil
            }
        if let attribute { return attribute }
        return try RenderedText.raw(of: element, budget: &budget)
    }
}
