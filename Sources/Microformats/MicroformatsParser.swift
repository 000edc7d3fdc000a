/// Reads the microformats of a parsed page.
///
/// It follows <https://microformats.org/wiki/microformats2-parsing>. Each element is looked at once for each microformat
/// that it is the root of and once within the one around it; all else is charged to the budget.
struct MicroformatsParser {
    /// How deep an element may stand. Reading recurses, and stacks are finite.
    static let maximumDepth = 200

    /// What relative addresses are resolved against.
    let base: URLReference?
    var budget: WorkBudget

    init(base: URLReference?, budget: WorkBudget) {
        self.base = base
        self.budget = budget
    }

    /// The microformats of an element and of what is within it, without those that are within another one.
    mutating func items(in element: HTMLElement) throws(WorkBudget.Exceeded) -> [MicroformatsItem] {
        var items: [MicroformatsItem] = []
        try collect(element, depth: 0, into: &items)
        return items
    }

    private mutating func collect(
        _ element: HTMLElement,
        depth: Int,
        into items: inout [MicroformatsItem]
    ) throws(WorkBudget.Exceeded) {
        try budget.spend(WorkBudget.element)
        let classes = ElementClasses(of: element, within: [])
        if classes.isRoot {
            items.append(try item(element, classes, depth: depth).item)
            return
        }
        guard depth < Self.maximumDepth else { return }
        for child in Self.children(of: element) { try collect(child, depth: depth + 1, into: &items) }
    }

    /// The elements within an element that the specification looks at: templates are not shown.
    static func children(of element: HTMLElement) -> [HTMLElement] {
        element.childElements.filter { $0.name != "template" }
    }

    /// An item, and what the one around it wants to know.
    struct Reading {
        let item: MicroformatsItem
        /// How many items there are in it, itself included.
        let weight: Int
        /// The first name and the first address that its author named, not implied ones.
        let name: PropertyValue?
        let url: PropertyValue?
    }

    /// Reads the microformat whose root an element is.
    mutating func item(
        _ element: HTMLElement,
        _ classes: ElementClasses,
        depth: Int
    ) throws(WorkBudget.Exceeded) -> Reading {
        var properties = PropertyCollector(vocabularies: classes.vocabularies)
        if depth < Self.maximumDepth {
            for child in Self.children(of: element) {
                try readProperties(of: child, depth: depth + 1, into: &properties)
            }
        }
        let name = properties.first("name")
        let url = properties.first("url")
        if classes.impliesProperties { try imply(of: element, into: &properties) }
        let id = element.attribute("id")
        return Reading(
            item: MicroformatsItem(
                types: classes.types,
                properties: properties.list,
                children: properties.children,
                id: id?.isEmpty == true ? nil : id,
                value: nil
            ),
            weight: properties.weight,
            name: name,
            url: url
        )
    }
}
