import Foundation
package import GRDB

/// How the rows of notes and the files in the notes folder match.
package struct NoteInventory: Sendable, Codable {
    /// A note named by its row.
    package struct Note: Sendable, Codable {
        package let id: Int64
        package let slug: String
        /// As the row has it.
        package let file: String
    }

    /// False when there is no notes folder at all.
    package var hasFolder = true
    /// Notes whose file is gone; a deleted note may do without.
    package var withoutFile: [Note] = []
    /// Notes whose file cannot be read, so that nobody knows what it says; a deleted note may do without.
    package var unreadable: [Note] = []
    /// Files that no row names, relative to the data folder: drafts on offer.
    package var withoutRow: [String] = []
    /// Notes whose file was edited by hand since it was last recorded.
    package var edited: [Note] = []

    enum CodingKeys: String, CodingKey {
        case edited, unreadable
        case hasFolder = "notes_folder"
        case withoutFile = "without_file"
        case withoutRow = "without_row"
    }

    /// Compares; with `comparingContent` every file is read, too, and its digest compared with the row's.
    package init(of db: Database, dataPath: String, comparingContent: Bool) throws {
        let root = URL(filePath: NoteFolder.path(in: dataPath)).resolvingSymlinksInPath().path
        hasFolder = FileManager.default.fileExists(atPath: root)
        var files = MarkdownFiles(in: root).paths
        let notes = NoteFolder(dataPath: dataPath)
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT id, slug, file_path, deleted_at IS NOT NULL, content_hash FROM notes ORDER BY id"
        )
        while let row = try rows.next() {
            let note = Note(id: row[0], slug: Self.text(row[1]), file: Self.text(row[2]))
            // Nearly every row names its file in the plain way; asking the system for each would take longer than all else.
            if files.remove(Array(NoteFolder.relativePath(of: note.file).utf8)) == nil {
                guard let path = notes.locate(note.file) else {
                    if !(row[3] as Bool) { withoutFile.append(note) }
                    continue
                }
                files.remove(Array(path.utf8.dropFirst(root.utf8.count + 1)))
            }
            let recorded = Self.text(row[4])
            guard comparingContent, !recorded.isEmpty else { continue }
            // One that is missing was there a moment ago.
            try add(note, isDeleted: row[3], recorded: recorded) { try notes.read(note.file) }
        }
        withoutRow = files.map { "notes/" + String(decoding: $0, as: UTF8.self) }.sorted()
        try confirm(by: db, dataPath: dataPath)
    }

    /// Whether nothing differs.
    var isEmpty: Bool { withoutFile.isEmpty && unreadable.isEmpty && withoutRow.isEmpty && edited.isEmpty }

    /// Looks again at what differs, and forgets what does not differ any more.
    ///
    /// A change may have been made between the look at the rows and the one at the files; one that is committed and not in
    /// place yet, or was interrupted there, has its words in ``FileChanges``.
    mutating func confirm(by db: Database, dataPath: String) throws {
        guard !isEmpty else { return }
        let (notes, hasChanges) = (NoteFolder(dataPath: dataPath), try FileChanges.hasTable(in: db))
        let suspects = (withoutFile + unreadable, edited)
        (withoutFile, unreadable, edited) = ([], [], [])
        for (note, isEdited) in suspects.0.map({ ($0, false) }) + suspects.1.map({ ($0, true) }) {
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT slug, file_path, deleted_at IS NOT NULL, content_hash FROM notes WHERE id = ?"
                ),
                arguments: [note.id]
            )
            // It was removed for good.
            guard let row else { continue }
            let note = Note(id: note.id, slug: Self.text(row[0]), file: Self.text(row[1]))
            let path = NoteFolder.plainPath(of: note.file)
            try add(note, isDeleted: row[2], recorded: isEdited ? Self.text(row[3]) : nil) {
                if hasChanges { try notes.committedFile(path, in: db) } else { try notes.read(note.file) }
            }
        }
        withoutRow = try withoutRow.filter { path in
            // A name that is not UTF-8 cannot be asked for again.
            guard path.contains("\u{FFFD}") || FileStatus(of: "\(dataPath)/\(path)") != nil else { return false }
            return try !Self.isNamed(path, in: db) && !(hasChanges && FileChanges.concern(path, in: db))
        }
    }

    /// Notes what a look at a note's file finds.
    ///
    /// - Parameters:
    ///   - note: the note.
    ///   - isDeleted: whether it may do without its file.
    ///   - recorded: the digest that its row has, in hexadecimal digits; nil to let it have any words.
    ///   - read: reads the file.
    /// - Throws: what `read` throws beside ``NoteFileError``.
    private mutating func add(
        _ note: Note,
        isDeleted: Bool,
        recorded: String?,
        _ read: () throws -> NoteFile
    ) throws {
        do {
            let file = try read()
            if let recorded, file.hash.hex != recorded.lowercased() { edited.append(note) }
        } catch let error as NoteFileError {
            guard !isDeleted else { return }
            switch error {
            case .missing: withoutFile.append(note)
            case .unreadable: unreadable.append(note)
            }
        }
    }

    private static func isNamed(_ path: String, in db: Database) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM notes WHERE file_path = ? LIMIT 1")
        return try Int.fetchOne(statement, arguments: [path]) != nil
    }

    /// What to do about files that cannot be read.
    static let mendOfUnreadable = "give the user that runs this program the right to read the files in notes/"

    /// Everything that deserves a word, in words.
    package var findings: [String] {
        var findings: [String] = []
        if !hasFolder, !withoutFile.isEmpty {
            findings.append("The folder notes/ is missing; its files hold the notes' words.")
        }
        if !withoutFile.isEmpty {
            findings.append("\(withoutFile.count) notes have no file: \(Self.list(withoutFile.map(\.file))).")
        }
        if let unreadableFinding { findings.append(unreadableFinding) }
        if !withoutRow.isEmpty {
            findings.append(
                "\(withoutRow.count) files have no note: \(Self.list(withoutRow)). To make drafts of them: starpunk notes adopt"
            )
        }
        if !edited.isEmpty {
            findings.append("\(edited.count) files were edited by hand: \(Self.list(edited.map(\.file))).")
        }
        return findings
    }

    /// Which files cannot be read, in words; nil when all can.
    var unreadableFinding: String? {
        guard !unreadable.isEmpty else { return nil }
        return "\(unreadable.count) notes have files that cannot be read: \(Self.list(unreadable.map(\.file)))."
    }

    /// A cell as text, whatever an operator has put into it.
    private static func text(_ value: DatabaseValue) -> String { String.fromDatabaseValue(value) ?? "" }

    private static func list(_ names: [String]) -> String {
        names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    }
}
