/// Which categories `q=category` asks for (Micropub extension Query for Category List).
package struct MicropubCategoryList: Sendable, Equatable {
    /// A text that the names contain, in whatever case.
    package var filter: String?
    /// How many at most, nil for all.
    package var limit: Int?
    /// How many to skip.
    package var offset = 0

    /// All categories.
    package init() {}

    init(_ parameters: QueryParameters) throws(MicropubError) {
        filter = try parameters.filter()
        limit = try parameters.number("limit", from: 1)
        offset = try parameters.number("offset") ?? offset
    }

    /// Those of the names that are asked for, in their order.
    package func selected(from names: [String]) -> [String] {
        let wanted = filter?.lowercased()
        let found = names.filter { name in wanted.map { name.lowercased().contains($0) } ?? true }
        return Array(found.dropFirst(offset).prefix(limit ?? found.count))
    }
}
