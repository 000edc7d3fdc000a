/// A setting: its name in the environment, what it means, and what values it takes.
///
/// This is the list that docs/configuration.md shows; a test holds the two against each other.
package struct ConfigurationKey: Sendable {
    /// What counts as a value.
    package enum Form: Sendable, Equatable {
        /// Any text.
        case text
        /// An address, http or https.
        case url
        /// `true` in any case; everything else is false, as in the Python releases.
        case flag
        /// A whole number in a range.
        case number(ClosedRange<Int>)
        /// One of these words, in any case.
        case oneOf([String])
        /// A path; a relative one starts from the working directory.
        case path
        /// Accepted and without effect; the text says what took its place.
        case removed(String)
    }

    /// The name of the environment variable.
    package let name: String
    /// What counts as a value.
    package let form: Form
    /// The value where none is given, in the form of one; that of an address names where it comes from (`SITE_URL`). Empty
    /// when there is none.
    package let defaultValue: String
    /// One sentence.
    package let meaning: String
}

extension ConfigurationKey {
    /// Every setting that this program reads, in the order of the documents.
    package static let all: [ConfigurationKey] = [
        ConfigurationKey(
            name: "SITE_URL",
            form: .url,
            defaultValue: "http://localhost:PORT/",
            meaning: "Public address of the site; a missing slash at its end is added."
        ),
        ConfigurationKey(name: "SITE_NAME", form: .text, defaultValue: "StarPunk", meaning: "Title of the site."),
        ConfigurationKey(
            name: "SITE_AUTHOR",
            form: .text,
            defaultValue: "",
            meaning: "The owner's name, where the owner's own page does not tell it."
        ),
        ConfigurationKey(
            name: "SITE_DESCRIPTION",
            form: .text,
            defaultValue: "",
            meaning: "One sentence on the site, for feeds and previews."
        ),
        ConfigurationKey(
            name: "ADMIN_ME",
            form: .url,
            defaultValue: "SITE_URL",
            meaning: "The owner's identity: the one address that may sign in and post."
        ),
        ConfigurationKey(name: "DATA_PATH", form: .path, defaultValue: "data", meaning: "The data folder."),
        ConfigurationKey(name: "HOST", form: .text, defaultValue: "127.0.0.1", meaning: "Address to listen on."),
        ConfigurationKey(
            name: "PORT",
            form: .number(0...65535),
            defaultValue: "8000",
            meaning: "Port to listen on; 0 takes a free one and prints it."
        ),
        ConfigurationKey(
            name: "AUTO_UPGRADE",
            form: .flag,
            defaultValue: "true",
            meaning: "Upgrade an older database at the start of `serve`; false makes `serve` exit 2 instead."
        ),
        ConfigurationKey(
            name: "AUTH_PROVIDER",
            form: .oneOf(["builtin", "external"]),
            defaultValue: "builtin",
            meaning: "Who vouches for the owner: this server, or the endpoints that the page of `ADMIN_ME` names."
        ),
        ConfigurationKey(
            name: "ACCESS_TOKEN_SECONDS",
            form: .number(60...315_576_000),
            defaultValue: "86400",
            meaning: "How long an application's access token lasts."
        ),
        ConfigurationKey(
            name: "REFRESH_TOKEN_SECONDS",
            form: .number(60...315_576_000),
            defaultValue: "7776000",
            meaning: "How long an application may stay away before its owner has to consent again."
        ),
        ConfigurationKey(
            name: "SESSION_SECRET",
            form: .text,
            defaultValue: "",
            meaning:
                "Signs forms and passkey challenges, and seals what other sites let you read; without it one is made and kept in the data folder."
        ),
        ConfigurationKey(
            name: "TRUSTED_PROXIES",
            form: .text,
            defaultValue: "",
            meaning: "Addresses of reverse proxies, such as `127.0.0.1, 10.0.0.0/8`, whose `X-Forwarded-For` counts."
        ),
        ConfigurationKey(
            name: "MICROPUB_INSUFFICIENT_SCOPE_STATUS",
            form: .oneOf(["403", "401"]),
            defaultValue: "403",
            meaning: "How Micropub refuses a token that lacks a scope; 401 is the wording of 2017."
        ),
        ConfigurationKey(
            name: "LITESTREAM_SOCKET",
            form: .path,
            defaultValue: "",
            meaning: "Litestream's control socket; while it answers, restores are refused and its log is left alone."
        ),
        ConfigurationKey(
            name: "LOG_LEVEL",
            form: .oneOf(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]),
            defaultValue: "INFO",
            meaning: "What is logged at least."
        ),
        ConfigurationKey(
            name: "LOG_FORMAT",
            form: .oneOf(["text", "json"]),
            defaultValue: "text",
            meaning: "How it is logged."
        ),
        ConfigurationKey(
            name: "FEED_MAX_ITEMS",
            form: .number(0...1000),
            defaultValue: "50",
            meaning: "Notes in a feed."
        ),
        ConfigurationKey(
            name: "FEED_CACHE_SECONDS",
            form: .number(0...31_536_000),
            defaultValue: "300",
            meaning: "How long readers may keep a feed before they ask again."
        ),
        ConfigurationKey(
            name: "WEBSUB_HUBS",
            form: .text,
            defaultValue: "",
            meaning: "Addresses of the WebSub hubs that tell readers of news, with spaces or commas between them."
        ),
        ConfigurationKey(
            name: "DEV_MODE",
            form: .flag,
            defaultValue: "false",
            meaning: "For development; refused together with an https SITE_URL."
        ),
        ConfigurationKey(
            name: "DEV_ADMIN_ME",
            form: .url,
            defaultValue: "ADMIN_ME",
            meaning: "The identity that `/dev/login` signs in, in development."
        ),
        ConfigurationKey(
            name: "STARPUNK_ABOUT_URL",
            form: .url,
            defaultValue: "",
            meaning: "The address that the extension `_starpunk` of the JSON feed calls `about`."
        ),
        ConfigurationKey(
            name: "INDIELOGIN_URL",
            form: .removed("sign-in finds its endpoint by itself"),
            defaultValue: "",
            meaning: "Removed in release 1.5.0; a warning is logged."
        ),
        ConfigurationKey(
            name: "TOKEN_ENDPOINT",
            form: .removed("the token endpoint is found by itself"),
            defaultValue: "",
            meaning: "Removed in release 1.0.0-rc.5; a warning is logged."
        ),
    ]
}
