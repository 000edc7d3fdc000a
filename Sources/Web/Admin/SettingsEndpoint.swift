import Hummingbird
import Publishing

/// `GET /admin/settings`: the settings, and where each comes from.
struct SettingsEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        let settings = desk.site.configuration.settings
        return visit.answer(SettingsPage(frame: visit.frame, settings: settings).html)
    }
}

/// The settings. They can be read here and are changed where they come from.
struct SettingsPage {
    let frame: DeskFrame
    let settings: [Setting]

    var html: HTML {
        frame.page(
            "Settings",
            at: .settings,
            main: """
                <h2>Signing in</h2>
                <ul>
                <li><a href="\(frame.head.root)auth/password">Password</a></li>
                <li><a href="\(frame.head.root)auth/passkeys">Passkeys</a></li>
                <li><a href="\(frame.path("sessions"))">Where you are signed in</a></li>
                </ul>
                <h2>The site</h2>
                <p>These are set on the machine that runs the site, as variables of the environment or in the file \
                <code>.env</code>. They count from the next start on.</p>
                <dl class="settings">
                \(settings.map(line))</dl>

                """
        )
    }

    private func line(_ setting: Setting) -> HTML {
        """
        <div>
        <dt><code>\(setting.name)</code></dt>
        <dd class="value">\(setting.value.isEmpty ? "<span class=\"hint\">not set</span>" as HTML : "\(setting.value)")</dd>
        <dd class="hint">\(setting.meaning) <span class="origin">\(setting.origin.words)</span></dd>
        </div>

        """
    }
}

extension Setting.Origin {
    fileprivate var words: String {
        switch self {
        case .commandLine: "From the command line."
        case .environment: "From the environment."
        case .dotEnv: "From the file .env."
        case .default: "The default."
        }
    }
}
