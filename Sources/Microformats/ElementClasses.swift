/// What the class names and relations of an element mean where it stands.
struct ElementClasses {
    /// Root class names of microformats2, sorted; none for an element that is no root.
    private(set) var types: [String] = []
    /// The classic microformats that the types come from, whose names are in force within the element.
    private(set) var vocabularies: [BackcompatVocabulary] = []
    /// Whether name, photo and address may be implied: not for a classic microformat on its own.
    private(set) var impliesProperties = true
    /// The names of the properties by kind, each once, in order.
    private(set) var properties: [MicroformatsClass.Kind: [String]] = [:]

    var isRoot: Bool { !types.isEmpty }

    /// Reads the class names of an element within an item that knows these classic names; none within one of
    /// microformats2.
    init(of element: HTMLElement, within context: [BackcompatVocabulary]) {
        let tokens = element.attribute("class").map(HTMLTokens.split) ?? []
        let relations = context.contains { !$0.relations.isEmpty } ? Self.relations(of: element) : []
        guard !tokens.isEmpty || !relations.isEmpty else { return }

        var impliedRoot: String?
        var names: [MicroformatsClass] = []
        var types: Set<String> = []
        for token in tokens {
            // Within a classic microformat, those of microformats2 are another author's and mean nothing.
            guard let name = MicroformatsClass(token) else { continue }
            if name.kind == .root { types.insert(token) } else if context.isEmpty { names.append(name) }
        }
        for vocabulary in context {
            var meanings = tokens.compactMap { vocabulary.properties[$0] }
            for (words, meaning) in vocabulary.relations
            where words.split(separator: " ").allSatisfy({ relations.contains(String($0)) }) {
                meanings.append(meaning)
            }
            names += meanings.flatMap(\.properties)
            impliedRoot = impliedRoot ?? meanings.compactMap(\.root).first
        }
        for kind in MicroformatsClass.Kind.allCases { add(names, of: kind) }
        setRoot(types: types, classic: tokens.filter(BackcompatVocabulary.isRoot), implied: impliedRoot)
    }

    private mutating func add(_ names: [MicroformatsClass], of kind: MicroformatsClass.Kind) {
        var seen: Set<String> = []
        let unique = names.filter { $0.kind == kind && seen.insert($0.name).inserted }.map(\.name)
        if !unique.isEmpty { properties[kind] = unique }
    }

    /// Roots of microformats2 come before classic ones, and both before one that only a property implies.
    private mutating func setRoot(types: Set<String>, classic: [String], implied: String?) {
        guard types.isEmpty else {
            self.types = types.sorted()
            return
        }
        // `author vcard` is as good as `author`, and the bare link is all that many pages have there.
        impliesProperties = classic.isEmpty || implied != nil
        vocabularies = (classic.isEmpty ? [implied].compactMap(\.self) : classic).compactMap {
            BackcompatVocabulary.all[$0]
        }
        self.types = Set(vocabularies.map(\.type)).sorted()
    }

    private static func relations(of element: HTMLElement) -> [String] {
        element.attribute("rel").map(HTMLTokens.split) ?? []
    }
}
