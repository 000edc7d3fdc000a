/// The values of `visibility` (Micropub extension Visibility).
package enum Visibility: String, Sendable, CaseIterable {
    /// For all, in every list.
    case `public`
    /// For those who know the address, in no list.
    case unlisted
    /// For the owner alone.
    case `private`
}
