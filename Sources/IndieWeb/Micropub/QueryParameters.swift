/// The parameters of a query, read with Micropub's errors.
struct QueryParameters {
    private let form: FormURLEncoded

    /// - Throws: ``MicropubError`` when an access token is among them: addresses end up in logs and histories.
    init(_ form: FormURLEncoded) throws(MicropubError) {
        try form.refuseToken()
        self.form = form
    }

    /// The query's name.
    func query() throws(MicropubError) -> String {
        guard let query = try single("q") else { throw .invalidRequest("The parameter q is missing.") }
        return query
    }

    static func unknown(_ query: String) -> MicropubError {
        .invalidRequest("There is no query \"\(query.prefix(64))\".")
    }

    /// The value of a parameter that can have one, nil when it is absent or empty.
    func single(_ name: String) throws(MicropubError) -> String? {
        let values = Set(form.all(name))
        guard values.count <= 1 else { throw .invalidRequest("The parameter \(name) has more than one value.") }
        return values.first.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of the first of these parameters that is there: some have two names.
    func single(_ name: String, or other: String) throws(MicropubError) -> String? {
        if let value = try single(name) { return value }
        return try single(other)
    }

    /// The text that is looked for: `filter`, which some clients call `search`. One of white space asks for nothing.
    func filter() throws(MicropubError) -> String? {
        for name in ["filter", "search"] {
            if let text = try single(name), !text.allSatisfy(\.isWhitespace) { return text }
        }
        return nil
    }

    /// The values of `name` and `name[]`, without empty ones.
    func list(_ name: String) -> [String] {
        form.list(name).filter { !$0.isEmpty }
    }

    /// Whether a parameter is there, be it empty.
    func has(_ name: String) -> Bool {
        form.first(name) != nil
    }

    /// A whole number from a least value on; numbers beyond all need count as a thousand million.
    func number(_ name: String, from least: Int = 0) throws(MicropubError) -> Int? {
        guard let text = try single(name) else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalidRequest("The parameter \(name) must be a whole number from \(least).")
        }
        // All are digits, so what does not fit is large.
        let number = min(Int(text) ?? .max, 1_000_000_000)
        guard number >= least else { throw .invalidRequest("The parameter \(name) must be at least \(least).") }
        return number
    }

    /// A word of a closed list.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        of type: Word.Type
    ) throws(MicropubError) -> Word? where Word.RawValue == String {
        guard let text = try single(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidRequest("The parameter \(name) must be one of \(words).")
        }
        return word
    }
}

extension FormURLEncoded {
    /// Refuses the parameters of an address that have an access token among them: addresses end up in logs and histories
    /// (MP-011; RFC 6750, section 2.3).
    ///
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package func refuseToken() throws(MicropubError) {
        guard list("access_token").isEmpty else {
            throw .invalidRequest("An access token is not accepted in an address; send it in the Authorization header.")
        }
    }
}
