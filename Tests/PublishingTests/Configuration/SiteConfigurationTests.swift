import Foundation
import Publishing
import TestSupport
import Testing

@Suite("The configuration")
struct SiteConfigurationTests {
    @Test("has defaults for everything")
    func defaults() throws {
        let configuration = try SiteConfiguration(environment: [:], dotEnv: nil)
        #expect(configuration.siteURL == "http://localhost:8000/")
        #expect(configuration.adminMe == configuration.siteURL)
        #expect(configuration.devAdminMe == configuration.siteURL)
        #expect(configuration.dataPath == "data")
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.autoUpgrade)
        #expect(configuration.authProvider == .builtin && configuration.insufficientScopeStatus == 403)
    }

    @Test("without a word is that of all defaults in the list, each in the form of its setting")
    func defaultsOfTheList() throws {
        var stated: [String: String] = [:]
        // The defaults of addresses name other settings.
        for key in ConfigurationKey.all where key.form != .url { stated[key.name] = key.defaultValue }
        /// What a configuration says, but for where it has it from.
        func values(_ environment: [String: String]) throws -> String {
            var configuration = try SiteConfiguration(environment: environment, dotEnv: nil)
            configuration.settings = []
            return String(reflecting: configuration)
        }
        #expect(try values(stated) == values([:]))
        #expect(try values([:]) != values(["PORT": "8001"]))
    }

    @Test("prefers the command line to the environment, and that to the file")
    func precedence() throws {
        let file = "PORT=1\nSITE_NAME=File\nDATA_PATH=file"
        let configuration = try SiteConfiguration(
            environment: ["PORT": "2", "DATA_PATH": "environment"],
            dotEnv: file,
            overrides: ["PORT": "3"]
        )
        #expect(configuration.port == 3)
        #expect(configuration.dataPath == "environment")
        #expect(configuration.siteName == "File")
    }

    @Test("takes a .env of the Python releases as it is")
    func python() throws {
        let file = """
            SITE_URL="https://alice.example.com"
            ADMIN_ME=https://alice.example.com
            SESSION_SECRET=abc
            INDIELOGIN_URL=https://indielogin.com
            DEV_MODE=False
            LOG_LEVEL=warning
            METRICS_SAMPLING_RATE=0.5
            """
        let configuration = try SiteConfiguration(environment: [:], dotEnv: file)
        #expect(configuration.siteURL == "https://alice.example.com/")
        #expect(configuration.logLevel == "WARNING")
        #expect(configuration.warnings.count == 1)
    }

    @Test("names all faults at once")
    func faults() {
        let environment = [
            "PORT": "70000", "SITE_URL": "ftp://x", "ADMIN_ME": "alice", "LOG_FORMAT": "xml", "FEED_MAX_ITEMS": "many",
        ]
        let error = #expect(throws: ConfigurationError.self) {
            try SiteConfiguration(environment: environment, dotEnv: "not a setting")
        }
        #expect(error?.faults.count == 6)
        for name in environment.keys { #expect(error?.description.contains(name) == true) }
    }

    @Test("refuses development mode on a public site")
    func devMode() {
        #expect(throws: ConfigurationError.self) {
            try SiteConfiguration(environment: ["DEV_MODE": "true", "SITE_URL": "https://a.example"], dotEnv: nil)
        }
    }

    @Test(
        "refuses an owner or a proxy that cannot be",
        arguments: [
            ["ADMIN_ME": "http://localhost:9000/", "SITE_URL": "https://a.example"],
            ["ADMIN_ME": "https://a.example:8443/", "AUTH_PROVIDER": "external"],
            ["ADMIN_ME": "https://192.0.2.1/", "AUTH_PROVIDER": "external", "SITE_URL": "https://a.example"],
            ["TRUSTED_PROXIES": "127.0.0.1, nonsense"],
        ]
    )
    func identity(environment: [String: String]) {
        let error = #expect(throws: ConfigurationError.self) {
            try SiteConfiguration(environment: environment, dotEnv: nil)
        }
        #expect(error?.faults.count == 1)
    }

    @Test("takes an owner on this machine for a site on this machine")
    func loopback() throws {
        let environment = ["ADMIN_ME": "http://127.0.0.1:9000/", "AUTH_PROVIDER": "external"]
        #expect(try SiteConfiguration(environment: environment, dotEnv: nil).authProvider == .external)
    }

    @Test("is documented, every key with its default and its meaning", arguments: ConfigurationKey.all.map(\.name))
    func documented(name: String) throws {
        let key = try #require(ConfigurationKey.all.first { $0.name == name })
        let document = try String(contentsOfFile: Repository.root + "/docs/configuration.md", encoding: .utf8)
        let line = try #require(document.split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") })
        #expect(line.contains(key.meaning))
        #expect(key.defaultValue.isEmpty || line.contains("`\(key.defaultValue)`"))
    }

    @Test("and the documents name no other key")
    func nothingElse() throws {
        let document = try String(contentsOfFile: Repository.root + "/docs/configuration.md", encoding: .utf8)
        let names = document.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
            $0.split(separator: "`").dropFirst().first
        }
        #expect(names.map(String.init) == ConfigurationKey.all.map(\.name))
    }
}
