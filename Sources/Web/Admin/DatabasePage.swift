import Foundation
import Publishing

/// How the database is, its backups, and what can be done for it.
struct DatabasePage {
    let frame: DeskFrame
    let report: DatabaseReport
    let now: Date
    /// What a check has just found.
    var check: DatabaseCheck?
    /// Why a backup could not be made.
    var backupFault: String?

    private static let reasons = [
        "upgrade": "before an upgrade", "restore": "before a restore", "manual": "made by hand",
    ]

    var html: HTML {
        frame.page("Database", at: .database, main: "\(fault)\(finding)\(facts)\(backups)")
    }

    private var fault: HTML? {
        backupFault.map { reason in
            """
            <div class="notice refusal" role="alert">
            <p>The backup could not be made. \(reason)</p>
            </div>

            """
        }
    }

    private var finding: HTML? {
        guard let check else { return nil }
        let words =
            check.isWhole
            ? "All is well: tables, indexes, the search index and the file of every post were checked."
            : "Something is wrong. Make no changes before you have read what follows."
        func list(_ name: String, _ items: [String]) -> HTML? {
            guard !items.isEmpty else { return nil }
            return "<p>\(name)</p>\n<ul>\n\(items.prefix(50).map { "<li>\($0)</li>\n" as HTML })</ul>\n"
        }
        return """
            <div class="notice\(check.isWhole ? "" : " refusal")" role="\(check.isWhole ? "status" : "alert")">
            <p>\(words)</p>
            \(list("Wrong:", check.failures))\(list("Worth a look, and harmless:", check.warnings))</div>

            """
    }

    private var facts: HTML {
        """
        <dl class="facts-list">
        <dt>State</dt>
        <dd>Up to date (\(report.newestMigration)), and being served</dd>
        <dt>Posts</dt>
        <dd>\(report.postCount), and \(report.deletedCount) deleted that can be brought back</dd>
        <dt>Images</dt>
        <dd>\(report.mediaCount)</dd>
        <dt>Size</dt>
        <dd>\(ByteCount(report.byteCount).words), without the images and the files of the posts</dd>
        <dt>Last backup</dt>
        <dd>\(age)</dd>
        </dl>
        <div class="buttons">
        \(frame.button("Make a backup now", posts: "database/backup", class: "primary"))\
        \(frame.button("Check everything", posts: "database/verify"))</div>
        <p class="hint">Both may take a while on a large site. The site can be used meanwhile.</p>

        """
    }

    private var age: HTML {
        guard let newest = report.backups.compactMap(\.made).map(\.date).max() else {
            return "<strong>None yet.</strong>"
        }
        let days = max(0, Int(now.timeIntervalSince(newest) / 86_400))
        switch days {
        case 0: return "Within the last day"
        case 1: return "Yesterday"
        case ..<8: return "\(days) days ago"
        default: return "<strong>\(days) days ago.</strong>"
        }
    }

    private var backups: HTML {
        let rows = report.backups.prefix(20).map { backup -> HTML in
            """
            <li><code>\(backup.name)</code>
            <p class="hint">\(backup.made.map { "\($0.words) UTC" } ?? "Without a manifest")\
            \(backup.byteCount.map { ", \(ByteCount($0).words)" } ?? "")\
            \(backup.reason.map { ", \(Self.reasons[$0] ?? $0)" } ?? "")</p></li>

            """
        }
        return """
            <h2>Backups</h2>
            \(rows.isEmpty ? "<p class=\"empty\">There are no backups yet.</p>\n" as HTML : "<ul class=\"backups\">\n\(Array(rows))</ul>\n")\
            <p class="hint">They lie in the folder <code>backups</code> of the data folder and hold the database alone. Copy \
            them to another machine, with the folders <code>notes</code> and <code>media</code>. To go back to one: \
            <code>starpunk backup restore NAME</code>, while the site is stopped.</p>

            """
    }
}
