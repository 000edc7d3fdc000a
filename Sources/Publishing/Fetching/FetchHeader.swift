/// A header line of a request or an answer (RFC 9110, section 5).
package struct FetchHeader: Sendable, Hashable {
    /// The field name, as it was written.
    package var name: String
    /// The field value.
    package var value: String

    /// A header line.
    package init(_ name: String, _ value: String) {
        (self.name, self.value) = (name, value)
    }
}

extension [FetchHeader] {
    /// All values of a field, whatever case its name is in, in their order.
    package func values(of name: String) -> [String] {
        let name = name.lowercased()
        return filter { $0.name.lowercased() == name }.map(\.value)
    }
}
