import Publishing

/// The browsers in which the owner is signed in.
struct SessionsPage {
    let frame: DeskFrame
    /// The one that asks.
    let present: Session
    let sessions: [Session]

    var html: HTML {
        let others = sessions.filter { $0.id != present.id }
        let all: HTML =
            others.isEmpty
            ? "<p class=\"empty\">You are signed in nowhere else.</p>\n"
            : """
            <ul class="cards">
            \(others.map { card($0) })</ul>
            \(frame.button("Sign out all other browsers", posts: "sessions/revoke", class: "danger"))
            """
        return frame.page(
            "Sessions",
            at: .sessions,
            main: """
                <p>The browsers in which you are signed in. A session ends by itself after 30 days without use.</p>
                <h2>This browser</h2>
                <ul class="cards">
                \(card(present))</ul>
                <h2>Other browsers</h2>
                \(all)
                """
        )
    }

    private func card(_ session: Session) -> HTML {
        let browser = session.userAgent.flatMap(BrowserName.init)?.words ?? "A browser that does not say its name"
        let method = session.method.map { ", \($0.words)" } ?? ""
        let address = session.address.map { " from \($0)" } ?? ""
        let end: HTML? =
            session.id == present.id
            ? nil
            : frame.button(
                "Sign it out<span class=\"visually-hidden\">: \(browser)</span>",
                posts: "sessions/revoke",
                fields: "<input type=\"hidden\" name=\"session\" value=\"\(session.id)\">\n"
            )
        return """
            <li>
            <p class="title">\(browser)</p>
            <p class="hint">Signed in \(session.created.words) UTC\(address)\(method). Last used \
            \((session.lastUsed ?? session.created).words) UTC.</p>
            \(end)</li>

            """
    }
}

extension SignInMethod {
    fileprivate var words: String {
        switch self {
        case .password: "with the password"
        case .passkey: "with a passkey"
        case .loginLink: "with a login link"
        case .provider: "at your own provider"
        case .development: "by the development sign-in"
        }
    }
}

/// What to call a browser by what it calls itself: `Firefox on Linux`.
struct BrowserName {
    let words: String

    /// Nil where nothing in the text is known.
    init?(_ userAgent: String) {
        // Most say that they are others too, so the telling names come first.
        let browsers = [
            ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
            ("CrOS", "ChromeOS"), ("Linux", "Linux"),
        ]
        let browser = browsers.first { userAgent.contains($0.0) }?.1
        let system = systems.first { userAgent.contains($0.0) }?.1
        switch (browser, system) {
        case (let browser?, let system?): words = "\(browser) on \(system)"
        case (let name?, nil), (nil, let name?): words = name
        case (nil, nil): return nil
        }
    }
}
