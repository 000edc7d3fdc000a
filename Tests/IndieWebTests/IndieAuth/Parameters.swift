import IndieWeb

/// Parameters of a request, with parts replaced, repeated or left out.
struct Parameters {
    var pairs: [(String, String)]

    /// A request for authorization with nothing wrong.
    static let authorization = Parameters(pairs: [
        ("response_type", "code"), ("client_id", "https://app.example/"), ("redirect_uri", "https://app.example/back"),
        ("state", "s1"), ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"), ("scope", "create update"), ("me", "https://a.example/"),
    ])

    /// A redemption of a code with nothing wrong.
    static let redemption = Parameters(pairs: [
        ("grant_type", "authorization_code"), ("code", "c1"), ("client_id", "https://app.example/"),
        ("redirect_uri", "https://app.example/back"), ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    ])

    /// A refresh with nothing wrong.
    static let refresh = Parameters(pairs: [
        ("grant_type", "refresh_token"), ("refresh_token", "r1"), ("client_id", "https://app.example/"),
    ])

    /// The parameters with one value changed, or the parameter left out.
    func with(_ name: String, _ value: String?) -> Parameters {
        let rest = pairs.filter { $0.0 != name }
        return Parameters(pairs: value.map { rest + [(name, $0)] } ?? rest)
    }

    /// The parameters with one that comes again.
    func again(_ name: String, _ value: String = "x") -> Parameters { Parameters(pairs: pairs + [(name, value)]) }

    /// The form.
    var form: FormURLEncoded { FormURLEncoded(pairs.map { FormURLEncoded.Pair(name: $0.0, value: $0.1) }) }
}
