import Foundation
import Upgrade

/// What the tables of the Python releases 0.1.0 to 1.5.0 looked like, where they differ from ours by more than a missing
/// column, and how their rows come over.
enum KnownShapes {
    static func conversions(tokens: SiteSchema.ClearTextTokens, now: Date) -> [TableConversion] {
        [sessions, Self.tokens(tokens, now: now), authState, ledger(now: now)] + attachments(now: now)
    }

    /// 0.1.0 to 0.3.0 kept session tokens in clear text. They are hashed and stay valid.
    private static let sessions = TableConversion(
        table: "sessions",
        secrets: ["session_token"],
        replacements: [
            "session_token_hash": [
                .init(
                    "coalesce(sha256_hex(nullif(session_token, '')), nullif(session_token_hash, ''))",
                    from: ["session_token", "session_token_hash"]
                ),
                .init("sha256_hex(session_token)", from: ["session_token"]),
            ]
        ]
    )

    /// Up to 0.9.5 tokens were kept in clear text, some without an end. A `token_hash` beside the clear text was added by
    /// hand for the release 1.0.0-rc.1 and says nothing, unless the table has all the columns of that release; a row that
    /// has only the hash is a token of that release, and one that has neither is none.
    private static func tokens(_ handling: SiteSchema.ClearTextTokens, now: Date) -> TableConversion {
        let tenYears = timestamp(now.addingTimeInterval(10 * 365.25 * 86_400))
        let release = ["token", "token_hash", "last_used_at", "revoked_at"]
        let clear = "coalesce(length(token), 0) > 0"
        let hashed = "coalesce(length(token_hash), 0) > 0"
        let ofClear = "CASE WHEN \(clear) THEN sha256_hex(token) END"
        return TableConversion(
            table: "tokens",
            secrets: ["token"],
            replacements: [
                "token_hash": [
                    .init("coalesce(nullif(token_hash, ''), \(ofClear))", from: release),
                    .init("coalesce(\(ofClear), nullif(token_hash, ''))", from: ["token", "token_hash"]),
                    .init(ofClear, from: ["token"]),
                ],
                "expires_at": [.init("coalesce(expires_at, '\(tenYears)')", from: ["token", "expires_at"])],
            ],
            fallbacks: [
                "expires_at": [.init("'\(tenYears)'", from: ["token"])],
                "created_at": [.init("'\(timestamp(now))'", from: ["token"])],
            ],
            discarded: handling == .invalidate
                ? [
                    .init("NOT (\(hashed))", from: release),
                    .init("\(clear) OR NOT (\(hashed))", from: ["token", "token_hash"]), .init("1", from: ["token"]),
                ]
                : [
                    .init("NOT (\(clear) OR \(hashed))", from: ["token", "token_hash"]),
                    .init("NOT (\(clear))", from: ["token"]),
                ]
        )
    }

    static func timestamp(_ date: Date) -> String { StoredTimestamp(date).text }

    /// Migration 003 rebuilt this table; killed in between, it left the rows under another name.
    private static let authState = TableConversion(
        table: "auth_state",
        leftovers: ["auth_state_new", "auth_state_old"]
    )

    /// Other runners' ledgers have other columns beside the name, and a race could record a name twice.
    private static func ledger(now: Date) -> TableConversion {
        TableConversion(
            table: "schema_migrations",
            replacements: ["applied_at": [.init("coalesce(applied_at, '\(timestamp(now))')", from: ["applied_at"])]],
            fallbacks: ["applied_at": same("executed_at", "created_at") + [.init("'\(timestamp(now))'")]],
            redundant: """
                migration_name IS NULL
                OR rowid NOT IN (SELECT min(rowid) FROM schema_migrations GROUP BY migration_name)
                """
        )
    }

    /// Values of columns that mean the same under another name.
    static func same(_ names: String...) -> [TableConversion.Source] {
        names.map { TableConversion.Source("\"\($0)\"", from: [$0]) }
    }
}
