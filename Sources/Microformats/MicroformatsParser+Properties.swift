extension MicroformatsParser {
    /// Reads the properties that an element names, and those of what is within it up to the next microformat.
    mutating func readProperties(
        of element: HTMLElement,
        depth: Int,
        into found: inout PropertyCollector
    ) throws(WorkBudget.Exceeded) {
        try budget.spend(WorkBudget.element)
        let classes = ElementClasses(of: element, within: found.vocabularies)
        if let tag = tagName(of: element, within: found.vocabularies) {
            found.kinds.insert(.text)
            found.add(.text(tag), to: "category")
        }
        var nested: Reading?
        if classes.isRoot {
            found.kinds.insert(.root)
            nested = try item(element, classes, depth: depth)
        }
        for kind in MicroformatsClass.Kind.allCases {
            guard let names = classes.properties[kind] else { continue }
            found.kinds.insert(kind)
            try read(names, of: kind, element, nested, into: &found)
        }
        guard nested == nil else {
            if let nested, classes.properties.isEmpty {
                found.children.append(nested.item)
                found.weight += nested.weight
            }
            return
        }
        guard depth < Self.maximumDepth else { return }
        for child in Self.children(of: element) { try readProperties(of: child, depth: depth + 1, into: &found) }
    }

    private mutating func read(
        _ names: [String],
        of kind: MicroformatsClass.Kind,
        _ element: HTMLElement,
        _ nested: Reading?,
        into found: inout PropertyCollector
    ) throws(WorkBudget.Exceeded) {
        var value = try value(of: element, kind, lastDate: &found.lastDate)
        if let nested {
            let weight = found.weight.addingReportingOverflow(nested.weight)
            let copies = nested.weight.multipliedReportingOverflow(by: names.count * WorkBudget.element)
            guard !weight.overflow, !copies.overflow else { throw WorkBudget.Exceeded() }
            // Under each name stands all that is within the item, so names within names multiply.
            try budget.spend(copies.partialValue)
            found.weight += nested.weight * names.count
            var item = nested.item
            item.value = Self.value(of: nested, as: kind) ?? value
            value = .item(item)
        }
        for name in names {
            try budget.spend(WorkBudget.element)
            found.add(value, to: name)
        }
    }

    /// What an item says itself of its value: a `p-` property takes its name, a `u-` property its address.
    private static func value(of nested: Reading, as kind: MicroformatsClass.Kind) -> PropertyValue? {
        let value: PropertyValue? =
            switch kind {
            case .text: nested.name
            case .url: nested.url
            default: nil
            }
        if case .item? = value { return value.map { .text($0.plainText) } }
        return value
    }

    private mutating func value(
        of element: HTMLElement,
        _ kind: MicroformatsClass.Kind,
        lastDate: inout String?
    ) throws(WorkBudget.Exceeded) -> PropertyValue {
        switch kind {
        case .text, .root: .text(try textValue(of: element))
        case .url: try urlValue(of: element)
        case .dateTime: .text(try dateTimeValue(of: element, lastDate: &lastDate))
        case .markup: try markupValue(of: element)
        }
    }

    /// Section "parsing a p- property".
    private mutating func textValue(of element: HTMLElement) throws(WorkBudget.Exceeded) -> String {
        if let value = try valueClassText(of: element) { return value }
        let attribute: String? =
            switch element.name {
            case "abbr", "link": element.attribute("title")
            case "data", "input": element.attribute("value")
            case "img", "area": element.attribute("alt")
            default: nil
            }
        if let attribute { return attribute }
        return try text(of: element, images: .alternativeOrAddress)
    }

    /// Section "parsing a u- property".
    private mutating func urlValue(of element: HTMLElement) throws(WorkBudget.Exceeded) -> PropertyValue {
        let name = element.name
        if name == "img", let image = image(element) { return image }
        let address: String? =
            switch name {
            case "a", "area", "link": element.attribute("href")
            case "audio", "source", "iframe": element.attribute("src")
            case "video": element.attribute("src") ?? element.attribute("poster")
            case "object": element.attribute("data")
            default: nil
            }
        if let address { return .url(URLResolution.resolve(address, against: base)) }
        if let value = try valueClassText(of: element) { return .url(URLResolution.resolve(value, against: base)) }
        let attribute: String? =
            switch name {
            case "abbr": element.attribute("title")
            case "data", "input": element.attribute("value")
            default: nil
            }
        let value = if let attribute { attribute } else { try text(of: element, images: .leftOut) }
        return .url(URLResolution.resolve(value, against: base))
    }

    /// Section "parsing a dt- property", with the date that a time alone takes from the property before it.
    private mutating func dateTimeValue(
        of element: HTMLElement,
        lastDate: inout String?
    ) throws(WorkBudget.Exceeded) -> String {
        if let value = try valueClassDateTime(of: element, lastDate: &lastDate) { return value }
        let attribute: String? =
            switch element.name {
            case "time", "ins", "del": element.attribute("datetime")
            case "abbr": element.attribute("title")
            case "data", "input": element.attribute("value")
            default: nil
            }
        let value = if let attribute { attribute } else { try text(of: element, images: .leftOut) }
        if let date = lastDate, let time = DateTimeText.time(value) {
            return DateTimeText.Moment(date: date, separator: " ", time: time).text
        }
        lastDate = DateTimeText.moment(value)?.date ?? DateTimeText.date(value) ?? lastDate
        return value
    }

    /// Section "parse an img element for src and alt"; nil without an address.
    func image(_ element: HTMLElement) -> PropertyValue? {
        guard let source = element.attribute("src") else { return nil }
        let url = URLResolution.resolve(source, against: base)
        return element.attribute("alt").map { .image(url: url, alt: $0) } ?? .url(url)
    }

    mutating func text(
        of element: HTMLElement,
        images: RenderedText.Images
    ) throws(WorkBudget.Exceeded) -> String {
        try RenderedText.string(of: element, images: images, base: base, budget: &budget)
    }
}
