import IndieWeb
import Publishing

/// Asks the owner whether an application may do what it wants (IndieAuth, section 5.2).
struct ConsentPage {
    /// What all pages share.
    let head: SiteHead
    /// What is asked, and by whom.
    let consent: ConsentRequest
    /// The owner's identity.
    let me: String
    /// What the application would learn of the owner.
    let profile: Profile
    /// The field by which the form is known.
    let csrfField: HTML

    private var client: ClientID { consent.request.clientID }
    private var metadata: ClientMetadata { consent.document.metadata }
    private var name: String { metadata.name ?? client.address.host.text }

    /// What browsers may do with the page: its form leads back to the application, wherever that goes on to.
    var policy: ContentSecurityPolicy {
        let redirect = consent.request.redirectURI
        let scheme = redirect.address.map { "\($0.scheme.rawValue):" } ?? redirect.display
        return ContentSecurityPolicy(formSchemes: redirect.address?.scheme == .http ? [scheme, "https:"] : [scheme])
    }

    /// The page.
    var html: HTML {
        Page(
            head: head,
            title: "Let \(name) in?",
            summary: "An application asks for leave to act for the owner of this site.",
            canonical: nil,
            main: main
        ).html
    }

    private var main: HTML {
        """
        <h1>Let \(name) in?</h1>
        \(logo)<p>The application at <code class="client-id">\(client.written)</code> \(wish)</p>
        \(warnings)<form method="post" action="\(head.root)auth/authorization">
        \(csrfField)\(hiddenFields)\(scopes)<p>Your answer goes to <strong>\(consent.request.redirectURI.display)</strong>.</p>
        <p class="buttons"><button class="primary" type="submit" name="decision" value="allow">Allow</button>
        <button type="submit" name="decision" value="deny">Do not allow</button></p>
        </form>
        """
    }

    private var wish: HTML {
        consent.request.scope.isEmpty
            ? "wants to know that you are <strong>\(me)</strong>, and nothing else."
            : "wants to act for you, <strong>\(me)</strong>."
    }

    /// Only with TLS: others on the way could put another one there.
    private var logo: HTML? {
        guard let logo = metadata.logo, logo.scheme == .https else { return nil }
        return """
            <p><img class="logo" src="\(logo.text)" alt="" width="64" height="64" referrerpolicy="no-referrer"></p>

            """
    }

    private var scopes: HTML? {
        guard !consent.request.scope.isEmpty else { return nil }
        return """
            <fieldset>
            <legend>If you allow it, it may …</legend>
            \(consent.request.scope.words.map(choice))</fieldset>

            """
    }

    private func choice(_ word: String) -> HTML {
        let meaning = ScopeWords.meaning(of: word) ?? "do what this site has no word for"
        return """
            <p><label><input type="checkbox" name="allowed" value="\(word)" checked> \
            \(meaning) (<code>\(word)</code>)</label>\(word == Scope.profile ? shown : nil)</p>

            """
    }

    private var shown: HTML {
        let parts = [profile.name, profile.url, profile.photo].compactMap(\.self)
        return "<br><small>\(parts.joined(separator: ", "))</small>"
    }

    private var warnings: [HTML] {
        var sentences: [HTML] = []
        if let home = metadata.homePage, home.host != client.address.host {
            sentences.append("It says that its home is <strong>\(home.text)</strong>, which is another site.")
        }
        if let redirect = consent.request.redirectURI.address, redirect.host != client.address.host {
            sentences.append("It wants your answer at another site than its own.")
        }
        switch consent.document {
        case .found: break
        case .onThisMachine: sentences.append("It runs on the device before you; make sure that you started it.")
        case .unavailable(let reason):
            sentences.append("Nothing more is known of it, because its page could not be read. \(reason)")
        }
        if let wanted = consent.request.me, WebAddress(wanted)?.text != me {
            sentences.append("It expects somebody else: <strong>\(wanted)</strong>.")
        }
        return sentences.map { "<p class=\"warning\">\($0)</p>\n" }
    }

    private var hiddenFields: [HTML] {
        let request = consent.request
        let fields: [(String, String?)] = [
            ("response_type", "code"), ("client_id", request.clientID.written),
            ("redirect_uri", request.redirectURI.text), ("state", request.state),
            ("code_challenge", request.codeChallenge),
            ("code_challenge_method", request.codeChallenge.map { _ in PKCE.method }),
            ("scope", request.scope.description), ("me", request.me),
        ]
        return fields.compactMap { name, value in
            value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">\n" }
        }
    }
}
