/// Collects the links with `rel` of a page.
struct RelLinks {
    /// What relative addresses are resolved against.
    let base: URLReference?
    private(set) var rels: [String: [String]] = [:]
    private(set) var relURLs: [String: RelURL] = [:]
    private var seen: Set<Pair> = []

    private struct Pair: Hashable {
        let rel: String
        let url: String
    }

    init(base: URLReference?) {
        self.base = base
    }

    /// What a page's relative addresses are relative to: its first `base` with an address, or else the page itself.
    static func base(
        of root: HTMLElement,
        at url: URLReference?,
        budget: inout WorkBudget
    ) throws(WorkBudget.Exceeded) -> URLReference? {
        guard let href = try firstBase(in: root, depth: 0, budget: &budget), let reference = URLReference(href) else {
            return url
        }
        let base = url.map(reference.resolved(against:)) ?? reference
        // HTML, section 4.2.3: these cannot be a base.
        return base.scheme == "data" || base.scheme == "javascript" ? url : base
    }

    private static func firstBase(
        in element: HTMLElement,
        depth: Int,
        budget: inout WorkBudget
    ) throws(WorkBudget.Exceeded) -> String? {
        try budget.spend(WorkBudget.element)
        let name = element.name
        if name == "base", let href = element.attribute("href") { return href }
        guard name != "template", depth < MicroformatsParser.maximumDepth else { return nil }
        for child in element.childElements {
            if let href = try firstBase(in: child, depth: depth + 1, budget: &budget) { return href }
        }
        return nil
    }

    /// Reads an element and all within it, templates aside.
    mutating func read(
        _ element: HTMLElement,
        depth: Int = 0,
        budget: inout WorkBudget
    ) throws(WorkBudget.Exceeded) {
        try budget.spend(WorkBudget.element)
        let name = element.name
        if ["a", "area", "link"].contains(name), let rel = element.attribute("rel"),
            let href = element.attribute("href")
        {
            try add(element, relations: HTMLTokens.split(rel), url: URLResolution.resolve(href, against: base), &budget)
        }
        guard name != "template", depth < MicroformatsParser.maximumDepth else { return }
        for child in element.childElements { try read(child, depth: depth + 1, budget: &budget) }
    }

    private mutating func add(
        _ element: HTMLElement,
        relations: [String],
        url: String,
        _ budget: inout WorkBudget
    ) throws(WorkBudget.Exceeded) {
        guard !relations.isEmpty else { return }
        // Each relation keeps a copy of the address.
        try budget.spend(relations.count * (WorkBudget.element + url.utf8.count))
        var entry = relURLs[url] ?? RelURL()
        if relURLs[url] == nil {
            entry.text = try RenderedText.raw(of: element, budget: &budget).trimmed
        }
        entry.media = entry.media ?? element.attribute("media")
        entry.hreflang = entry.hreflang ?? element.attribute("hreflang")
        entry.type = entry.type ?? element.attribute("type")
        entry.title = entry.title ?? element.attribute("title")
        for relation in relations where seen.insert(Pair(rel: relation, url: url)).inserted {
            entry.rels.append(relation)
            rels[relation, default: []].append(url)
        }
        relURLs[url] = entry
    }
}
