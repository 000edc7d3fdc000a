import Foundation
import Upgrade

/// What the tables of the Python releases 0.1.0 to 1.5.0 looked like, where they differ from ours by more than a missing
/// column, and how their rows come over.
enum KnownShapes {
    static func conversions(tokens: SiteSchema.ClearTextTokens, now: Date) -> [TableConversion] {
        [sessions, Self.tokens(tokens, now: now), authState, media, noteMedia, mediaVariants, tags]
    }

    /// 0.1.0 to 0.3.0 kept session tokens in clear text. They are hashed and stay valid.
    private static let sessions = TableConversion(
        table: "sessions",
        secrets: ["session_token"],
        replacements: [
            "session_token_hash": [
                .init(
                    "coalesce(session_token_hash, sha256_hex(session_token))",
                    from: "session_token",
                    "session_token_hash"
                ),
                .init("sha256_hex(session_token)", from: "session_token"),
            ]
        ]
    )

    /// Up to 0.9.5 tokens were kept in clear text, some without an end. A `token_hash` beside the clear text was added by
    /// hand for the release 1.0.0-rc.1 and says nothing; a row that has only the hash is a token of that release.
    private static func tokens(_ handling: SiteSchema.ClearTextTokens, now: Date) -> TableConversion {
        let tenYears = now.addingTimeInterval(10 * 365.25 * 86_400).formatted(
            .verbatim(
                "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) 00:00:00",
                timeZone: .gmt,
                calendar: Calendar(identifier: .gregorian)
            )
        )
        return TableConversion(
            table: "tokens",
            secrets: ["token"],
            replacements: [
                "token_hash": [
                    .init("coalesce(sha256_hex(nullif(token, '')), token_hash)", from: "token", "token_hash"),
                    .init("sha256_hex(token)", from: "token"),
                ],
                "expires_at": [.init("coalesce(expires_at, '\(tenYears)')", from: "token", "expires_at")],
            ],
            fallbacks: ["expires_at": [.init("'\(tenYears)'", from: "token")]],
            discarded: handling == .invalidate ? "token IS NOT NULL AND token <> ''" : nil
        )
    }

    /// Migration 003 rebuilt this table; killed in between, it left the rows under another name.
    private static let authState = TableConversion(
        table: "auth_state",
        leftovers: ["auth_state_new", "auth_state_old"]
    )

    /// The media tables of 1.2.0 are known from their design only, so names that mean the same are taken as well.
    private static let media = TableConversion(
        table: "media",
        fallbacks: [
            "filename": same("stored_filename", "stored_name", "file_name", "path", "file_path"),
            "original_name": same("original_filename", "original_file_name", "filename", "stored_filename", "path"),
            "path": same("file_path", "storage_path", "filename", "stored_filename"),
            "mime_type": same("content_type", "media_type", "type")
                + ["path", "file_path", "filename", "stored_filename"].map(mimeType),
            "size": same("size_bytes", "file_size", "filesize", "bytes") + [.init("0")],
            "uploaded_at": same("created_at", "upload_date"),
        ]
    )

    private static let noteMedia = TableConversion(
        table: "note_media",
        fallbacks: [
            "display_order": same("position", "sort_order", "order_index"),
            "caption": same("alt_text", "alt"),
        ]
    )

    private static let mediaVariants = TableConversion(
        table: "media_variants",
        fallbacks: [
            "variant_type": same("variant", "type", "name"),
            "path": same("file_path", "filename"),
            "size_bytes": same("size", "file_size") + [.init("0")],
        ]
    )

    private static let tags = TableConversion(table: "tags", fallbacks: ["display_name": same("name")])

    private static func same(_ names: String...) -> [TableConversion.Source] {
        names.map { TableConversion.Source("\"\($0)\"", from: $0) }
    }

    private static func mimeType(of column: String) -> TableConversion.Source {
        TableConversion.Source(
            """
            CASE
                WHEN lower(\(column)) LIKE '%.png' THEN 'image/png'
                WHEN lower(\(column)) LIKE '%.gif' THEN 'image/gif'
                WHEN lower(\(column)) LIKE '%.webp' THEN 'image/webp'
                WHEN lower(\(column)) LIKE '%.jp%g' THEN 'image/jpeg'
                ELSE 'application/octet-stream'
            END
            """,
            from: column
        )
    }
}
