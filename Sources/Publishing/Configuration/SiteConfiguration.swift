import Foundation
import IndieWeb

/// The settings of a site, checked.
package struct SiteConfiguration: Sendable {
    /// How log lines look.
    package enum LogFormat: String, Sendable {
        /// For people: one line with what happened, then names and values.
        case text
        /// For programs: one JSON object a line.
        case json
    }

    /// Who vouches for the owner.
    package enum AuthProvider: String, Sendable {
        /// This server.
        case builtin
        /// The endpoints that the owner's page names.
        case external
    }

    /// Public address of the site; ends with a slash.
    package var siteURL: String
    /// The title of the site.
    package var siteName: String
    /// The owner's name, where the owner's own page does not tell it.
    package var siteAuthor: String?
    /// One sentence on the site.
    package var siteDescription: String?
    /// The owner's identity, a URL.
    package var adminMe: String
    /// The data folder, as given.
    package var dataPath: String
    /// The address to listen on.
    package var host: String
    /// The port to listen on; 0 takes a free one.
    package var port: Int
    /// Whether `serve` upgrades an older database when it starts.
    package var autoUpgrade: Bool
    /// Who vouches for the owner.
    package var authProvider: AuthProvider
    /// Seconds that an application's access token lasts.
    package var accessTokenSeconds: Int
    /// Seconds that a refresh token lasts.
    package var refreshTokenSeconds: Int
    /// Nil where one is to be made and kept.
    package var sessionSecret: String?
    /// The list of reverse proxies that are trusted, as given.
    package var trustedProxies: String
    /// The HTTP status for a token without the scope: 403 or 401.
    package var insufficientScopeStatus: Int
    /// The path of Litestream's control socket.
    package var litestreamSocket: String?
    /// `DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`.
    package var logLevel: String
    /// How log lines look.
    package var logFormat: LogFormat
    /// How many notes a feed has at most.
    package var feedMaxItems: Int
    /// Seconds that readers may keep a feed before they ask again.
    package var feedCacheSeconds: Int
    /// The WebSub hubs that feeds name.
    package var webSubHubs: [String]
    /// Whether this is a site for development.
    package var devMode: Bool
    /// The identity that the development sign-in gives.
    package var devAdminMe: String
    /// What the JSON feed's extension calls `about`.
    package var aboutURL: String?
    /// Where programs are looked for: the environment's `PATH`.
    package var searchPath: String
    /// What the operator should know of settings that have no effect.
    package var warnings: [String]
    /// All settings as they were given, for the owner to look up.
    package var settings: [Setting]
}

/// Everything that is wrong with the settings, at once.
package struct ConfigurationError: Error, CustomStringConvertible {
    /// One sentence a fault.
    package let faults: [String]

    /// An error of these faults.
    package init(faults: [String]) {
        self.faults = faults
    }

    /// The faults, each on a line of its own.
    package var description: String { faults.joined(separator: "\n") }
}

extension SiteConfiguration {
    /// Reads the settings from the environment and, behind it, from the text of a `.env` file; `overrides` are values from
    /// the command line, which win over both.
    ///
    /// - Throws: `ConfigurationError`, which lists all faults.
    package init(environment: [String: String], dotEnv: String?, overrides: [String: String] = [:]) throws {
        let file = dotEnv.map { DotEnv(parsing: $0, environment: environment) }
        var reader = ConfigurationReader(
            values: (file?.values ?? [:]).merging(environment) { $1 }.merging(overrides) { $1 }
        )
        reader.faults += (file?.faultyLines ?? []).map { ".env line \($0) is not a setting (NAME=value)." }

        port = reader.number("PORT")
        host = reader.text("HOST")
        siteURL = (reader.url("SITE_URL") ?? "http://localhost:\(port)").withSlashAtEnd
        siteName = reader.text("SITE_NAME")
        siteAuthor = reader.given("SITE_AUTHOR")
        siteDescription = reader.given("SITE_DESCRIPTION")
        adminMe = reader.url("ADMIN_ME") ?? siteURL
        dataPath = reader.text("DATA_PATH")
        autoUpgrade = reader.flag("AUTO_UPGRADE")
        authProvider = reader.choice("AUTH_PROVIDER") == AuthProvider.external.rawValue ? .external : .builtin
        accessTokenSeconds = reader.number("ACCESS_TOKEN_SECONDS")
        refreshTokenSeconds = reader.number("REFRESH_TOKEN_SECONDS")
        sessionSecret = reader.given("SESSION_SECRET")
        trustedProxies = reader.text("TRUSTED_PROXIES")
        insufficientScopeStatus = reader.choice("MICROPUB_INSUFFICIENT_SCOPE_STATUS") == "401" ? 401 : 403
        litestreamSocket = reader.given("LITESTREAM_SOCKET")
        logLevel = reader.choice("LOG_LEVEL")
        logFormat = reader.choice("LOG_FORMAT") == LogFormat.json.rawValue ? .json : .text
        feedMaxItems = reader.number("FEED_MAX_ITEMS")
        feedCacheSeconds = reader.number("FEED_CACHE_SECONDS")
        webSubHubs = reader.urls("WEBSUB_HUBS")
        devMode = reader.flag("DEV_MODE")
        devAdminMe = reader.url("DEV_ADMIN_ME") ?? adminMe
        aboutURL = reader.url("STARPUNK_ABOUT_URL")
        searchPath = environment["PATH"] ?? "/usr/bin:/bin"
        warnings = reader.removedSettings()
        settings = Setting.all(environment: environment, dotEnv: file?.values ?? [:], overrides: overrides)
        if devMode, siteURL.lowercased().hasPrefix("https:") {
            reader.faults.append("DEV_MODE=true is for development and cannot go with the https SITE_URL \(siteURL).")
        }
        reader.faults += identityFaults()
        guard reader.faults.isEmpty else { throw ConfigurationError(faults: reader.faults) }
    }
}

extension SiteConfiguration {
    /// What is wrong with who the owner is, and whose word counts.
    private func identityFaults() -> [String] {
        var faults: [String] = []
        let isOnLoopback = WebAddress(siteURL)?.host.isLoopback ?? false
        if let me = WebAddress(adminMe), me.host.isLoopback, !isOnLoopback {
            faults.append("ADMIN_ME is “\(adminMe)”, on this machine; that goes only with a SITE_URL on this machine.")
        } else if authProvider == .external {
            do {
                _ = try ProfileURL(adminMe, allowsLoopback: isOnLoopback)
            } catch {
                faults.append("ADMIN_ME is “\(adminMe)”, and nobody can sign in as that: \(error).")
            }
        }
        do {
            _ = try ProxyTrust(trustedProxies)
        } catch {
            faults.append("TRUSTED_PROXIES is wrong: \(error.description)")
        }
        return faults
    }

    /// The database file in the data folder.
    package var databasePath: String { dataPath + "/starpunk.db" }
    /// The folder of uploaded files.
    package var mediaPath: String { dataPath + "/media" }
    /// The folder of verified backups.
    package var backupsPath: String { dataPath + "/backups" }
}

/// Looks settings up by the rules of their keys and remembers every fault.
///
/// Where nothing was given, the default of the key counts, and by the same rules. What comes of a faulty value is of no
/// consequence: no configuration is made of it.
private struct ConfigurationReader {
    let values: [String: String]
    var faults: [String] = []

    private func key(_ name: String) -> ConfigurationKey? { ConfigurationKey.all.first { $0.name == name } }

    /// What somebody has said; nil where nobody has, or nothing but spaces.
    func given(_ name: String) -> String? {
        guard let value = values[name]?.trimmingCharacters(in: .whitespaces), !value.isEmpty else { return nil }
        return value
    }

    /// What somebody has said, or else the default, which may be empty.
    func text(_ name: String) -> String { given(name) ?? key(name)?.defaultValue ?? "" }

    func flag(_ name: String) -> Bool { text(name).lowercased() == "true" }

    mutating func number(_ name: String) -> Int {
        let value = text(name)
        if case .number(let range)? = key(name)?.form, let number = Int(value), range.contains(number) { return number }
        refuse(value, for: name)
        return 0
    }

    /// One of the choices, as the key spells it; it may be given in any case.
    mutating func choice(_ name: String) -> String {
        let value = text(name)
        if case .oneOf(let choices)? = key(name)?.form,
            let choice = choices.first(where: { $0.caseInsensitiveCompare(value) == .orderedSame })
        {
            return choice
        }
        refuse(value, for: name)
        return value
    }

    /// An address that was given: the defaults of addresses are names of other settings.
    mutating func url(_ name: String) -> String? { given(name).flatMap { url($0, of: name) } }

    /// Several addresses, with spaces or commas between them.
    mutating func urls(_ name: String) -> [String] {
        text(name).split { $0 == "," || $0.isWhitespace }.compactMap { url(String($0), of: name) }
    }

    private mutating func url(_ value: String, of name: String) -> String? {
        guard
            let components = URLComponents(string: value), let scheme = components.scheme?.lowercased(),
            scheme == "http" || scheme == "https", components.host?.isEmpty == false, components.fragment == nil,
            components.query == nil,
            components.user == nil, components.password == nil
        else {
            faults.append("\(name) is “\(value)”; it must be an address such as https://example.com/.")
            return nil
        }
        return value
    }

    private mutating func refuse(_ value: String, for name: String) {
        let demand =
            switch key(name)?.form {
            case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
            case .oneOf(let choices): "one of \(choices.joined(separator: ", "))"
            // A mistake of the program: with it, no configuration is right.
            default: "in ConfigurationKey.all, in the form in which it is read"
            }
        faults.append("\(name) is “\(value)”; it must be \(demand).")
    }

    func removedSettings() -> [String] {
        ConfigurationKey.all.compactMap { key in
            guard case .removed(let successor) = key.form, given(key.name) != nil else { return nil }
            return "\(key.name) has no effect any more: \(successor)."
        }
    }
}

extension String {
    fileprivate var withSlashAtEnd: String { hasSuffix("/") ? self : self + "/" }
}
