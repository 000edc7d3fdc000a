import Publishing

/// The owner's way in.
struct SignInPage {
    /// What all pages share.
    let head: SiteHead
    /// Whether the owner has a password.
    let hasPassword: Bool
    /// Whether the owner has a passkey.
    let hasPasskey: Bool
    /// Who the owner is to the server that vouches for them; nil where that is this site.
    let providerIdentity: String?
    /// Where the owner wants to go.
    let returnPath: ReturnPath?
    /// Whether the owner is signed in, and is to prove it again.
    let isConfirming: Bool
    /// Whether there is a way in without any proof.
    let isDevelopment: Bool
    /// What went wrong.
    let message: String?

    /// What browsers may do with the page: the owner's own server is wherever it is.
    var policy: ContentSecurityPolicy {
        guard providerIdentity != nil else { return ContentSecurityPolicy(hasScript: hasPasskey) }
        return ContentSecurityPolicy(formSchemes: head.url.hasPrefix("https:") ? ["https:"] : ["http:", "https:"])
    }

    /// The page.
    var html: HTML {
        var page = Page(
            head: head,
            title: title,
            summary: "The owner of this site signs in here.",
            canonical: nil,
            main: main
        )
        if hasPasskey { page.links = PasskeyScript().element(root: head.root) }
        return page.html
    }

    private var title: String { isConfirming ? "Confirm that it is you" : "Sign in" }

    private var main: HTML {
        """
        <h1>\(title)</h1>
        \(message.map { "<p class=\"warning\" role=\"alert\">\($0)</p>\n" as HTML })\
        \(isConfirming ? "<p>You signed in a while ago, and this is about your trust.</p>\n" : nil)\
        \(providerIdentity.map(providerForm))\(hasPasskey ? passkeyForm : nil)\(hasPassword ? passwordForm : nil)\(linkHint)\(isDevelopment ? developmentLink : nil)
        """
    }

    private var returnField: HTML? {
        returnPath.map { "<input type=\"hidden\" name=\"return\" value=\"\($0.description)\">\n" }
    }

    /// For the script alone, so that it works only where the script does.
    private var passkeyForm: HTML {
        """
        <form method="post" action="\(head.root)auth/passkeys" data-passkey="sign-in">
        \(returnField)<p><button class="primary" type="submit" disabled>Sign in with a passkey</button></p>
        <p role="status"></p>
        </form>

        """
    }

    private func providerForm(_ me: String) -> HTML {
        """
        <form method="post" action="\(head.root)auth/login">
        \(returnField)<p><label for="me">Your address</label><br>
        <input id="me" name="me" type="url" value="\(me)" autocomplete="url" required></p>
        <p><button class="primary" type="submit">Sign in with it</button></p>
        </form>

        """
    }

    private var passwordForm: HTML {
        """
        <form method="post" action="\(head.root)auth/login">
        \(returnField)<input type="text" name="username" value="\(head.url)" autocomplete="username" hidden>
        <p><label for="password">Password</label><br>
        <input id="password" name="password" type="password" autocomplete="current-password" required></p>
        <p><button class="primary" type="submit">Sign in</button></p>
        </form>

        """
    }

    private var linkHint: HTML {
        """
        <p>\(hasPassword || hasPasskey || providerIdentity != nil ? "Without it: run" : "Run") <code>starpunk login-link</code> where this site runs, \
        and open the address that it prints. It works once, for ten minutes.</p>

        """
    }

    private var developmentLink: HTML {
        """
        <p class="warning">This site is in development mode: <a href="\(head.root)dev/login">sign in without proof</a>.</p>

        """
    }
}
