import Foundation
import Upgrade

/// Media and tags. The tables of 1.2.0 to 1.4.0 are known from their design only, so names that mean the same are taken as
/// well; the columns that they are taken from stay.
extension KnownShapes {
    static func attachments(now: Date) -> [TableConversion] {
        let now = TableConversion.Source("'\(timestamp(now))'")
        return [
            TableConversion(
                table: "media",
                fallbacks: [
                    "filename": same("stored_filename", "stored_name", "file_name", "path", "file_path"),
                    "original_name": same(
                        "original_filename",
                        "original_file_name",
                        "filename",
                        "stored_filename",
                        "path"
                    ),
                    "path": same("file_path", "storage_path", "filename", "stored_filename"),
                    "mime_type": same("content_type", "media_type", "type")
                        + ["path", "file_path", "filename", "stored_filename"].map(mimeType),
                    "size": same("size_bytes", "file_size", "filesize", "bytes") + [.init("0")],
                    "uploaded_at": same("created_at", "upload_date") + [now],
                ]
            ),
            TableConversion(
                table: "note_media",
                fallbacks: [
                    "display_order": same("position", "sort_order", "order_index"),
                    "caption": same("alt_text", "alt"),
                    "created_at": [now],
                ]
            ),
            TableConversion(
                table: "media_variants",
                fallbacks: [
                    "variant_type": same("variant", "type", "name"),
                    "path": same("file_path", "filename"),
                    "size_bytes": same("size", "file_size") + [.init("0")],
                    "created_at": [now],
                ]
            ),
            TableConversion(table: "tags", fallbacks: ["display_name": same("name"), "created_at": [now]]),
        ]
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
            from: [column]
        )
    }
}
