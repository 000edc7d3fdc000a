import IndieWeb
import Publishing

/// The owner's passkeys.
struct PasskeysPage {
    /// What all pages share.
    let head: SiteHead
    /// The newest first.
    let passkeys: [Passkey]
    /// The field by which the forms are known.
    let csrfField: HTML
    /// What became of the last try.
    let message: String?

    /// What browsers may do with the page.
    var policy: ContentSecurityPolicy { ContentSecurityPolicy(hasScript: true) }

    /// The page.
    var html: HTML {
        var page = Page(
            head: head,
            title: "Passkeys",
            summary: "The passkeys by which the owner signs in.",
            canonical: nil,
            main: main
        )
        page.links = PasskeyScript().element(root: head.root)
        return page.html
    }

    private var main: HTML {
        """
        <h1>Passkeys</h1>
        \(message.map { "<p class=\"message\" role=\"status\">\($0)</p>\n" as HTML })\
        <p>With a passkey, your device signs you in: by its screen lock, without a password.</p>
        \(passkeys.isEmpty ? ["<p>There is none yet.</p>\n"] : passkeys.map(item))\
        <h2>Add one</h2>
        <form method="post" action="\(head.root)auth/passkeys" data-passkey="registration">
        \(csrfField)<p><label for="name">Name of the device</label><br>
        <input id="name" name="name" maxlength="100" value="This device" required></p>
        <p><button class="primary" type="submit" disabled>Add a passkey</button></p>
        <p role="status"></p>
        <noscript><p>Adding a passkey needs JavaScript.</p></noscript>
        </form>
        <p><a href="\(head.root)auth/password">Password</a> · <a href="\(head.root)admin/">To the desk</a></p>
        """
    }

    private func item(_ passkey: Passkey) -> HTML {
        """
        <form method="post" action="\(head.root)auth/passkeys">
        \(csrfField)<input type="hidden" name="id" value="\(passkey.id)">
        <p><label for="name-\(passkey.id)">Name</label>
        <input id="name-\(passkey.id)" name="name" maxlength="100" value="\(passkey.name)" required>
        <button type="submit" name="action" value="rename">Rename</button>
        <button type="submit" name="action" value="remove" formnovalidate>Remove</button><br>
        <small>Added \(passkey.created.local.calendarDate), \(use(of: passkey))</small></p>
        </form>

        """
    }

    private func use(of passkey: Passkey) -> String {
        passkey.lastUsed.map { "last used \($0.local.calendarDate)" } ?? "not used yet"
    }
}
