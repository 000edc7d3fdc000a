/// What a browser may do with a page (Content Security Policy Level 3).
///
/// Without more: no script, no frame, no form to elsewhere; images of other sites, because notes show them.
struct ContentSecurityPolicy: CustomStringConvertible {
    /// Whether the page has a script of ours, which may ask this site.
    var hasScript = false
    /// Schemes of addresses that the page's forms may lead to, such as `https:`.
    ///
    /// Browsers look at each redirect after a form, and where a redirect to another site ends is not for us to know.
    var formSchemes: Set<String> = []

    /// The value of the header.
    var description: String {
        let scripts = hasScript ? ["script-src 'self'", "connect-src 'self'"] : []
        let forms = (["'self'"] + formSchemes.sorted()).joined(separator: " ")
        let parts =
            ["default-src 'none'", "style-src 'self'", "img-src 'self' https: data:", "media-src 'self' https:"]
            + scripts + ["frame-ancestors 'none'", "base-uri 'none'", "form-action \(forms)"]
        return parts.joined(separator: "; ")
    }
}
