import Foundation
import IndieWeb

/// The settings of a site, checked.
package struct SiteConfiguration: Sendable {
    /// How log lines look.
    package enum LogFormat: String, Sendable {
        case text
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
    package var siteName: String
    package var siteAuthor: String?
    package var siteDescription: String?
    /// The owner's identity, a URL.
    package var adminMe: String
    /// The data folder, as given.
    package var dataPath: String
    package var host: String
    package var port: Int
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
    package var litestreamSocket: String?
    /// `DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`.
    package var logLevel: String
    package var logFormat: LogFormat
    package var feedMaxItems: Int
    package var feedCacheSeconds: Int
    /// The WebSub hubs that feeds name.
    package var webSubHubs: [String]
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

    package init(faults: [String]) {
        self.faults = faults
    }

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

        port = reader.number("PORT") ?? 8000
        host = reader.text("HOST") ?? "127.0.0.1"
        siteURL = (reader.url("SITE_URL") ?? "http://localhost:\(port)").withSlashAtEnd
        siteName = reader.text("SITE_NAME") ?? "StarPunk"
        siteAuthor = reader.text("SITE_AUTHOR")
        siteDescription = reader.text("SITE_DESCRIPTION")
        adminMe = (reader.url("ADMIN_ME") ?? siteURL)
        dataPath = reader.text("DATA_PATH") ?? "data"
        autoUpgrade = reader.flag("AUTO_UPGRADE") ?? true
        authProvider = reader.choice("AUTH_PROVIDER", ignoringCase: true).flatMap(AuthProvider.init) ?? .builtin
        accessTokenSeconds = reader.number("ACCESS_TOKEN_SECONDS") ?? 86_400
        refreshTokenSeconds = reader.number("REFRESH_TOKEN_SECONDS") ?? 7_776_000
        sessionSecret = reader.text("SESSION_SECRET")
        trustedProxies = reader.text("TRUSTED_PROXIES") ?? ""
        insufficientScopeStatus =
            reader.choice("MICROPUB_INSUFFICIENT_SCOPE_STATUS", ignoringCase: false).flatMap { Int($0) } ?? 403
        litestreamSocket = reader.text("LITESTREAM_SOCKET")
        logLevel = reader.choice("LOG_LEVEL", ignoringCase: true) ?? "INFO"
        logFormat = reader.choice("LOG_FORMAT", ignoringCase: true).flatMap(LogFormat.init) ?? .text
        feedMaxItems = reader.number("FEED_MAX_ITEMS") ?? 50
        feedCacheSeconds = reader.number("FEED_CACHE_SECONDS") ?? 300
        webSubHubs = reader.urls("WEBSUB_HUBS")
        devMode = reader.flag("DEV_MODE") ?? false
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
    /// The folder of Markdown files.
    package var notesPath: String { dataPath + "/notes" }
    /// The folder of uploaded files.
    package var mediaPath: String { dataPath + "/media" }
    /// The folder of verified backups.
    package var backupsPath: String { dataPath + "/backups" }
}

/// Looks settings up by the rules of their keys and remembers every fault.
private struct ConfigurationReader {
    let values: [String: String]
    var faults: [String] = []

    private func form(of name: String) -> ConfigurationKey.Form? {
        ConfigurationKey.all.first { $0.name == name }?.form
    }

    func text(_ name: String) -> String? {
        guard let value = values[name]?.trimmingCharacters(in: .whitespaces), !value.isEmpty else { return nil }
        return value
    }

    func flag(_ name: String) -> Bool? { text(name).map { $0.lowercased() == "true" } }

    mutating func number(_ name: String) -> Int? {
        guard let value = text(name), case .number(let range) = form(of: name) else { return nil }
        guard let number = Int(value), range.contains(number) else {
            faults.append(
                "\(name) is “\(value)”; it must be a whole number from \(range.lowerBound) to \(range.upperBound)."
            )
            return nil
        }
        return number
    }

    mutating func choice(_ name: String, ignoringCase: Bool) -> String? {
        guard let value = text(name), case .oneOf(let choices) = form(of: name) else { return nil }
        guard let choice = choices.first(where: { $0.caseInsensitiveCompare(value) == .orderedSame }) else {
            faults.append("\(name) is “\(value)”; it must be one of \(choices.joined(separator: ", ")).")
            return nil
        }
        return choice
    }

    mutating func url(_ name: String) -> String? {
        text(name).flatMap { url($0, of: name) }
    }

    /// Several addresses, with spaces or commas between them.
    mutating func urls(_ name: String) -> [String] {
        (text(name) ?? "").split { $0 == "," || $0.isWhitespace }.compactMap { url(String($0), of: name) }
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

    func removedSettings() -> [String] {
        ConfigurationKey.all.compactMap { key in
            guard case .removed(let successor) = key.form, text(key.name) != nil else { return nil }
            return "\(key.name) has no effect any more: \(successor)."
        }
    }
}

extension String {
    fileprivate var withSlashAtEnd: String { hasSuffix("/") ? self : self + "/" }
}
