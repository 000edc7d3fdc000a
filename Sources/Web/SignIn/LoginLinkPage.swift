/// What a login link opens: one button, so that a preview of the link does not use it up.
struct LoginLinkPage {
    /// What all pages share.
    let head: SiteHead
    /// The secret part of the link; nil for one that does not work.
    let secret: String?

    /// The page.
    var html: HTML {
        Page(
            head: head,
            title: title,
            summary: "A link by which the owner of this site signs in.",
            canonical: nil,
            main: "<h1>\(title)</h1>\n\(secret.map(form) ?? explanation)"
        ).html
    }

    private var title: String { secret == nil ? "This link does not work any more" : "Sign in" }

    private func form(_ secret: String) -> HTML {
        """
        <form method="post" action="\(head.root)auth/login">
        <input type="hidden" name="link" value="\(secret)">
        <p>This signs you in as the owner of \(head.name). The link works once.</p>
        <p><button class="primary" type="submit">Sign in</button></p>
        </form>
        """
    }

    private var explanation: HTML {
        """
        <p>It was used before, or is older than ten minutes. Run <code>starpunk login-link</code> where this site runs, \
        and open the address that it prints.</p>
        """
    }
}
