/// Section "parsing for implied properties".
extension MicroformatsParser {
    /// Adds the name, the photo and the address that an element implies, where its author named none and nothing that
    /// shows that he knows how to.
    mutating func imply(of element: HTMLElement, into found: inout PropertyCollector) throws(WorkBudget.Exceeded) {
        let impliesName = found.kinds.isDisjoint(with: [.text, .markup, .root]) && !found.has("name")
        let impliesAddresses = found.kinds.isDisjoint(with: [.url, .root])
        let children = impliesName || impliesAddresses ? Self.children(of: element) : []
        if impliesName {
            found.add(.text(try impliedName(of: element, children)), to: "name")
        }
        guard impliesAddresses else { return }
        let only = Self.onlyChild(children)
        let grandchildren = only.map(Self.children(of:)) ?? []
        if !found.has("photo"), let photo = impliedPhoto(of: element, children, grandchildren) {
            found.add(photo, to: "photo")
        }
        if !found.has("url"), let url = impliedURL(of: element, children, grandchildren) {
            found.add(.url(url), to: "url")
        }
    }

    private mutating func impliedName(
        of element: HTMLElement,
        _ children: [HTMLElement]
    ) throws(WorkBudget.Exceeded) -> String {
        if let name = Self.name(in: element) { return name }
        if let only = Self.onlyChild(children) {
            if let name = Self.name(in: only) { return name }
            if let next = Self.onlyChild(Self.children(of: only)), let name = Self.name(in: next) { return name }
        }
        return try text(of: element, images: .alternative)
    }

    /// The name that an element has by itself, an empty one not counted.
    private static func name(in element: HTMLElement) -> String? {
        let name: String? =
            switch element.name {
            case "img", "area": element.attribute("alt")
            case "abbr": element.attribute("title")
            default: nil
            }
        return name?.isEmpty == false ? name : nil
    }

    private func impliedPhoto(
        of element: HTMLElement,
        _ children: [HTMLElement],
        _ grandchildren: [HTMLElement]
    ) -> PropertyValue? {
        func photo(_ element: HTMLElement) -> PropertyValue? {
            if element.name == "img" { return image(element) }
            guard element.name == "object", let data = element.attribute("data"), !data.isEmpty else { return nil }
            return .url(URLResolution.resolve(data, against: base))
        }
        if let photo = photo(element) { return photo }
        for elements in [children, grandchildren] {
            for name in ["img", "object"] {
                if let photo = Self.only(name, in: elements).flatMap(photo) { return photo }
            }
        }
        return nil
    }

    private func impliedURL(
        of element: HTMLElement,
        _ children: [HTMLElement],
        _ grandchildren: [HTMLElement]
    ) -> String? {
        func url(_ element: HTMLElement) -> String? {
            guard element.name == "a" || element.name == "area" else { return nil }
            return element.attribute("href").map { URLResolution.resolve($0, against: base) }
        }
        if let url = url(element) { return url }
        for elements in [children, grandchildren] {
            for name in ["a", "area"] {
                if let url = Self.only(name, in: elements).flatMap(url) { return url }
            }
        }
        return nil
    }

    /// `:only-child:not[.h-*]`
    private static func onlyChild(_ children: [HTMLElement]) -> HTMLElement? {
        children.count == 1 ? children.first.flatMap(notRoot) : nil
    }

    /// `:only-of-type:not[.h-*]`
    private static func only(_ name: String, in elements: [HTMLElement]) -> HTMLElement? {
        let named = elements.filter { $0.name == name }
        return named.count == 1 ? named.first.flatMap(notRoot) : nil
    }

    private static func notRoot(_ element: HTMLElement) -> HTMLElement? {
        let tokens = element.attribute("class").map(HTMLTokens.split) ?? []
        return tokens.contains(where: MicroformatsClass.isRoot) ? nil : element
    }
}
