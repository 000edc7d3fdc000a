import IndieWeb
import Publishing

/// The applications that can act for the owner.
struct ApplicationsPage {
    let frame: DeskFrame
    let applications: [ConnectedApplication]
    let tokens: [AccessToken]
    let externalTokens: [ExternalToken]

    var html: HTML {
        frame.page("Applications", at: .applications, main: "\(introduction)\(list)\(own)\(external)")
    }

    private var introduction: HTML {
        """
        <p>These applications may act for you here, because you allowed it. What you revoke stops working at once; the \
        application can ask you again.</p>

        """
    }

    private var list: HTML {
        guard !applications.isEmpty else {
            return """
                <p class="empty">No application is connected. Sign in to one with the address of this site, and it will be \
                here.</p>

                """
        }
        return """
            <ul class="cards">
            \(applications.map(card))</ul>

            """
    }

    private func card(_ application: ConnectedApplication) -> HTML {
        card(
            name: "<a href=\"\(application.clientID)\" rel=\"noreferrer\">\(application.clientID)</a>",
            scope: application.scope,
            facts: "Since \(application.firstGranted.local.longDate). \(Self.use(application.lastUsed))",
            revoke: frame.button(
                "Revoke<span class=\"visually-hidden\"> \(application.clientID)</span>",
                posts: "applications/revoke",
                fields: "<input type=\"hidden\" name=\"client_id\" value=\"\(application.clientID)\">\n",
                class: "danger"
            )
        )
    }

    private var own: HTML? {
        guard !tokens.isEmpty else { return nil }
        let cards = tokens.map { token in
            card(
                name: "Token \(token.id)",
                scope: token.scope,
                facts: """
                    Made \(token.created.local.longDate), good until \(token.expires.local.longDate). \
                    \(Self.use(token.lastUsed))
                    """,
                revoke: frame.button(
                    "Revoke<span class=\"visually-hidden\"> token \(token.id)</span>",
                    posts: "applications/revoke",
                    fields: "<input type=\"hidden\" name=\"token\" value=\"\(token.id)\">\n",
                    class: "danger"
                )
            )
        }
        return """
            <h2>Tokens that you made yourself</h2>
            <ul class="cards">
            \(cards)</ul>

            """
    }

    /// What others let the owner read. The token is for the owner's reader, so it can be looked at.
    private var external: HTML? {
        guard !externalTokens.isEmpty else { return nil }
        let cards = externalTokens.map { token -> HTML in
            let links = token.resources.map { "<a href=\"\($0)\" rel=\"noreferrer\">\($0)</a> " as HTML }
            let text: HTML =
                token.token.map {
                    "<details><summary>Show the token</summary>\n<p><code>\($0)</code></p>\n</details>\n"
                }
                ?? "<p>It was sealed with another session secret, and cannot be read any more.</p>\n"
            return """
                <li>
                <p class="title">\(links)</p>
                <p class="hint">From \(token.issuer), \(token.received.local.longDate); good until \(token.expires.local.longDate) at most.</p>
                \(text)\(frame.button(
                    "Forget<span class=\"visually-hidden\"> what \(token.issuer) lets you read</span>",
                    posts: "applications/forget",
                    fields: "<input type=\"hidden\" name=\"token\" value=\"\(token.id)\">\n",
                    class: "danger"
                ))</li>

                """
        }
        return """
            <h2>What others let you read</h2>
            <p>Their sites sent you a ticket for it. Give the token to the reader with which you want to read it.</p>
            <ul class="cards">
            \(cards)</ul>

            """
    }

    private func card(name: HTML, scope: Scope, facts: HTML, revoke: HTML) -> HTML {
        let words = scope.words.map { word -> HTML in "<li>\(ScopeWords.meaning(of: word) ?? "“\(word)”")</li>\n" }
        return """
            <li>
            <p class="title">\(name)</p>
            <p>It may:</p>
            <ul>
            \(words.isEmpty ? ["<li>know who you are, and nothing else</li>\n"] : words)</ul>
            <p class="hint">\(facts)</p>
            \(revoke)</li>

            """
    }

    private static func use(_ time: StoredTimestamp?) -> String {
        time.map { "Last used \($0.words) UTC." } ?? "Not used yet."
    }
}
