import Microformats

/// The first h-entry of a page, as a reader of microformats sees it.
struct PageEntry {
    /// An element with one of the entry's properties.
    struct Value {
        let name: String
        let text: String
        let attributes: [String: String]
    }

    /// By class: `p-category`, `u-photo`.
    private(set) var properties: [String: [Value]] = [:]
    /// Every element below the entry.
    private(set) var elements: [Value] = []

    /// Reads the page; nil when it has no h-entry.
    init?(_ page: String) {
        guard let document = HTMLDocument(page, as: .page) else { return nil }
        let found = document.withRoot { root -> PageEntry? in
            guard let element = Self.entry(below: root) else { return nil }
            var entry = PageEntry()
            entry.read(element, isOwn: true)
            return entry
        }
        guard let found else { return nil }
        self = found
    }

    private init() {}

    /// The texts of a property.
    func texts(_ property: String) -> [String] { (properties[property] ?? []).map(\.text) }

    /// An attribute of each element with this property.
    func attributes(_ attribute: String, of property: String) -> [String] {
        (properties[property] ?? []).compactMap { $0.attributes[attribute] }
    }

    /// The texts of the elements of a name, in any of the names given.
    func elements(_ names: String...) -> [String] { elements.filter { names.contains($0.name) }.map(\.text) }

    private static func entry(below element: HTMLElement) -> HTMLElement? {
        if classes(element).contains("h-entry") { return element }
        for case .element(let child) in element.children {
            if let found = entry(below: child) { return found }
        }
        return nil
    }

    /// Properties within a nested item belong to that item, not to the entry.
    private mutating func read(_ element: HTMLElement, isOwn: Bool) {
        for case .element(let child) in element.children {
            let attributes = Dictionary(child.attributes.map { ($0.name, $0.value) }) { first, _ in first }
            let value = Value(name: child.name, text: child.textContent, attributes: attributes)
            elements.append(value)
            let classes = Self.classes(child)
            let prefixes = ["p-", "u-", "dt-", "e-"]
            for name in classes where isOwn && prefixes.contains(where: name.hasPrefix) {
                properties[name, default: []].append(value)
            }
            read(child, isOwn: isOwn && !classes.contains { $0.hasPrefix("h-") })
        }
    }

    private static func classes(_ element: HTMLElement) -> [String] {
        (element.attribute("class") ?? "").split { " \t\n".contains($0) }.map(String.init)
    }
}
