/// How much a page may still cost to read, in bytes copied or the like.
///
/// Properties within properties each repeat the text below them, and an item with several property names stands under
/// each of them. Both multiply when they nest, so a short text could ask for a value of gigabytes.
struct WorkBudget {
    /// The page asks for too much.
    struct Exceeded: Error {}

    /// What visiting an element costs.
    static let element = 16

    private var remaining: Int

    /// A budget for a page of so many bytes: far above what it takes to read one that a person wrote.
    init(bytes: Int) {
        remaining = (1 << 20) + 32 * min(bytes, 1 << 30)
    }

    /// Takes a cost from what is left.
    mutating func spend(_ cost: Int) throws(Exceeded) {
        guard cost <= remaining else { throw Exceeded() }
        remaining -= cost
    }
}
