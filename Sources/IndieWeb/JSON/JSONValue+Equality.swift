extension JSONValue: Hashable {
    /// Whether both are written with the same texts and digits, members in whatever order.
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): JSONText(left) == JSONText(right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Hashes what counts for equality.
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .number(let number): hasher.combine(number)
        case .string(let text): hasher.combine(JSONText(text))
        case .array(let elements): hasher.combine(elements)
        case .object(let object): hasher.combine(object)
        }
    }
}

extension JSONValue {
    /// The value with every number in it in its one form, so that equal numbers are equal: `1.50` and `1.5`.
    ///
    /// For comparing; what is kept is what was sent.
    package var normalized: JSONValue {
        switch self {
        case .null, .bool, .string: self
        case .number(let number): .number(number.normalized)
        case .array(let elements): .array(elements.map(\.normalized))
        case .object(let object): .object(JSONObject(object.members.map { ($0.name, $0.value.normalized) }))
        }
    }
}

extension JSONNumber {
    /// The number in the one form that all of its value have: its digits without zeros at either end, times a power of
    /// ten. `1.50` and `15E-1` give `15e-1`, `-0.0` gives `0`.
    ///
    /// An exponent of more digits than any computer counts to is left as it is written.
    package var normalized: JSONNumber {
        let parts = text.split(maxSplits: 1) { $0 == "e" || $0 == "E" }
        guard let mantissa = parts.first, var exponent = parts.count == 2 ? Int(parts[1]) : 0,
            exponent.magnitude < UInt(Int32.max)
        else { return self }
        let isNegative = mantissa.hasPrefix("-")
        let halves = mantissa.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        let fraction = halves.count == 2 ? halves[1] : ""
        exponent -= fraction.utf8.count
        var digits = ((halves.first ?? "") + fraction).drop { $0 == "0" }
        while digits.last == "0" {
            digits.removeLast()
            exponent += 1
        }
        guard !digits.isEmpty else { return JSONNumber(0) }
        return JSONNumber(checked: "\(isNegative ? "-" : "")\(digits)e\(exponent)")
    }
}
