/// Comparison that does not tell by its time how much of a secret was right.
package enum ConstantTime {
    /// Whether two texts have the same bytes; the time depends on their lengths alone.
    package static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { difference, pair in difference | (pair.0 ^ pair.1) } == 0
    }
}
