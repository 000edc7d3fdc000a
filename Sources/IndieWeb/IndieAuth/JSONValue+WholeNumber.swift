extension JSONValue {
    /// A whole number, nil for other values; also as text, as the examples of IndieAuth write times.
    var wholeNumber: Int? {
        switch self {
        case .number(let number): number.intValue
        case .string(let text): Int(text)
        default: nil
        }
    }
}
