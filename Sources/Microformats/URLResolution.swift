/// Addresses of a foreign page, made absolute where that is possible.
enum URLResolution {
    /// The address seen from the base, or as it was written when it is none.
    static func resolve(_ text: String, against base: URLReference?) -> String {
        // What stands before the first colon may be no scheme, as in `12:30`. To a browser that is a relative path.
        guard let reference = URLReference(text) ?? base.flatMap({ _ in URLReference("./" + text.drop { $0 <= " " }) })
        else {
            return text
        }
        return (base.map(reference.resolved(against:)) ?? reference).description
    }
}
