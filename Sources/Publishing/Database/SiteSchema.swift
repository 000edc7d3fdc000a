package import Foundation
package import Upgrade

/// The site's migrations, and what the Python releases left in their stead.
package enum SiteSchema {
    /// How to treat tokens that old releases kept in clear text.
    package enum ClearTextTokens: Sendable {
        /// They stop working, as the notes of release 1.0.0-rc.1 say.
        case invalidate
        /// Their hashes are stored, and they go on working.
        case keep
    }

    /// The whole history.
    ///
    /// - Parameters:
    ///   - tokens: what becomes of clear-text tokens in an upgrade.
    ///   - now: the time from which a token without an end is given one.
    ///   - dataPath: the folder whose notes the search index is filled from.
    /// - Returns: the history, with the schema that it leads to.
    /// - Throws: what SQLite says of a migration that does not run.
    package static func history(tokens: ClearTextTokens, now: Date, dataPath: String) throws -> SchemaHistory {
        let index = SearchIndex(notes: NoteFolder(dataPath: dataPath))
        return try SchemaHistory(
            program: "starpunk",
            migrations: migrations(fillSearchIndex: index.fillStep),
            conversions: KnownShapes.conversions(tokens: tokens, now: now),
            // 003 and 004 took away what is needed again.
            retiredNumbers: [3, 4],
            identity: (table: "notes", columns: ["slug", "file_path", "published", "created_at"]),
            applicationID: 0x5374_5031
        )
    }

    /// Append only. Those below 100 bear the names under which the Python releases recorded them.
    private static func migrations(fillSearchIndex: DataStep) -> [Migration] {
        [
            Migration(
                name: "000_initial_schema.sql",
                sql: String(decoding: PackageResources._00_initial_schema_sql, as: UTF8.self),
                isRecorded: false
            ),
            migration(
                "001_add_code_verifier_to_auth_state.sql",
                PackageResources._01_add_code_verifier_to_auth_state_sql
            ),
            migration(
                "002_secure_tokens_and_authorization_codes.sql",
                PackageResources._02_secure_tokens_and_authorization_codes_sql
            ),
            migration("005_add_fts5_search.sql", PackageResources._05_add_fts5_search_sql, [fillSearchIndex]),
            migration("006_add_author_profile.sql", PackageResources._06_add_author_profile_sql),
            migration("007_add_media_support.sql", PackageResources._07_add_media_support_sql),
            migration("008_add_tags.sql", PackageResources._08_add_tags_sql),
            migration("009_add_media_variants.sql", PackageResources._09_add_media_variants_sql),
            // The Python releases filled the index at their own start-up, if at all, so taking over fills it anew.
            migration("100_add_timeline_index.sql", PackageResources._00_add_timeline_index_sql, [fillSearchIndex]),
            migration("101_add_posts.sql", PackageResources._01_add_posts_sql),
            migration("102_add_identity.sql", PackageResources._02_add_identity_sql),
            migration("103_add_reading.sql", PackageResources._03_add_reading_sql, [TagTimeline.fillStep]),
            migration("104_add_listed_index.sql", PackageResources._04_add_listed_index_sql),
            migration("105_add_tickets.sql", PackageResources._05_add_tickets_sql),
            migration("106_shrink_listed_index.sql", PackageResources._06_shrink_listed_index_sql),
            migration("107_add_media_use.sql", PackageResources._07_add_media_use_sql),
            migration("108_retire_note_indexes.sql", PackageResources._08_retire_note_indexes_sql),
        ]
    }

    private static func migration(_ name: String, _ sql: [UInt8], _ steps: [DataStep] = []) -> Migration {
        Migration(name: name, sql: String(decoding: sql, as: UTF8.self), dataSteps: steps)
    }
}
