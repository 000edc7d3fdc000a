/// The parameters of a request, read with OAuth's errors.
///
/// A parameter without a value counts as absent, unknown ones are ignored, and none may come twice (RFC 6749,
/// sections 3.1 and 3.2).
struct OAuthParameters {
    private let form: FormURLEncoded

    init(_ form: FormURLEncoded) {
        self.form = form
    }

    /// The value of a parameter, nil when it is absent or empty.
    func optional(_ name: String) throws(OAuthError) -> String? {
        let values = form.all(name)
        guard values.count <= 1 else { throw .invalidRequest("The parameter \(name) comes more than once.") }
        return values.first.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The value of a parameter that must be there.
    func required(_ name: String) throws(OAuthError) -> String {
        guard let value = try optional(name) else { throw .invalidRequest("The parameter \(name) is missing.") }
        return value
    }

    /// The application.
    func clientID() throws(OAuthError) -> ClientID {
        let text = try required("client_id")
        do {
            return try ClientID(text)
        } catch {
            throw .invalidRequest("The client_id is not valid: \(error).")
        }
    }

    /// The scope words; none when the parameter is absent.
    func scope() throws(OAuthError) -> Scope {
        let text = try optional("scope") ?? ""
        guard Scope.isWellFormed(text) else {
            throw OAuthError(.invalidScope, "The scope has characters that no scope may have.")
        }
        return Scope(text)
    }
}
