/// What has been found so far of one item.
struct PropertyCollector {
    /// The classic names in force; none in an item of microformats2.
    let vocabularies: [BackcompatVocabulary]
    /// The properties in the order they were named.
    private(set) var list: [MicroformatsItem.Property] = []
    private var places: [String: Int] = [:]
    var children: [MicroformatsItem] = []
    /// How many items there are, the one itself and copies included.
    var weight = 1
    /// The date of the last date property, which a time without one takes over.
    var lastDate: String?
    /// Kinds of the properties that were named, and `root` when there is a microformat within.
    var kinds: Set<MicroformatsClass.Kind> = []

    init(vocabularies: [BackcompatVocabulary]) {
        self.vocabularies = vocabularies
    }

    func has(_ name: String) -> Bool {
        places[name] != nil
    }

    func first(_ name: String) -> PropertyValue? {
        places[name].flatMap { list[$0].values.first }
    }

    mutating func add(_ value: PropertyValue, to name: String) {
        if let place = places[name] {
            list[place].values.append(value)
        } else {
            places[name] = list.count
            list.append(MicroformatsItem.Property(name: name, values: [value]))
        }
    }
}
