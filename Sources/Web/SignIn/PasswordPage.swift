import Publishing

/// Where the owner sets, changes and removes the password.
struct PasswordPage {
    /// What all pages share.
    let head: SiteHead
    /// Whether there is a password.
    let isSet: Bool
    /// Whether the present one must be given to change anything.
    let needsCurrent: Bool
    /// Whether the site can have passkeys.
    let canHavePasskeys: Bool
    /// The field by which the forms are known.
    let csrfField: HTML
    /// What became of the last try.
    var message: String?

    /// The page.
    var html: HTML {
        Page(
            head: head,
            title: title,
            summary: "The owner’s password.",
            canonical: nil,
            main: main
        ).html
    }

    private var title: String { isSet ? "Password" : "Set a password" }

    private var main: HTML {
        """
        <h1>\(title)</h1>
        \(message.map { "<p class=\"message\" role=\"status\">\($0)</p>\n" as HTML })\(introduction)\
        <form method="post" action="\(head.root)auth/password">
        \(csrfField)<input type="text" name="username" value="\(head.url)" autocomplete="username" hidden>
        \(needsCurrent ? field("current_password", "Present password", "current-password") : nil)\
        \(field("new_password", "New password", "new-password"))\
        \(field("repeated_password", "New password, once more", "new-password"))\
        <p><button class="primary" type="submit" name="action" value="set">\(isSet ? "Change the password" : "Set the password")</button></p>
        </form>
        \(isSet ? removal : nil)<p>\(passkeysLink)<a href="\(head.root)admin/">\(isSet ? "To the desk" : "Later: to the desk")</a></p>
        """
    }

    private var passkeysLink: HTML? {
        canHavePasskeys ? "<a href=\"\(head.root)auth/passkeys\">Passkeys</a> · " : nil
    }

    private var introduction: HTML {
        isSet
            ? "<p>A new password signs out all your other browsers, and all applications must ask you again.</p>\n"
            : """
            <p>With a password you can sign in without a login link. A sentence is easy to remember; at least \
            \(PasswordPolicy.minimumLength) characters.</p>

            """
    }

    private var removal: HTML {
        """
        <h2>Do without</h2>
        <form method="post" action="\(head.root)auth/password">
        \(csrfField)\(needsCurrent ? field("current_password", "Present password", "current-password", "removal") : nil)\
        <p><button type="submit" name="action" value="remove">Remove the password</button></p>
        </form>

        """
    }

    private func field(_ name: String, _ label: String, _ purpose: String, _ place: String = "change") -> HTML {
        """
        <p><label for="\(place)-\(name)">\(label)</label><br>
        <input id="\(place)-\(name)" name="\(name)" type="password" autocomplete="\(purpose)" required></p>

        """
    }
}
