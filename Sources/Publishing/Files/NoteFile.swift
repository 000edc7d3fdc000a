import Foundation
import Upgrade

/// The Markdown of a note, read from its file. The bytes are what the author wrote; they are never changed on the way.
package struct NoteFile: Sendable, Equatable {
    /// Where the file is.
    package let path: String
    /// Its bytes.
    package let bytes: [UInt8]

    /// The text for display: what is not UTF-8 shows as U+FFFD.
    package var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The digest to compare with `notes.content_hash`.
    package var hash: ContentHash {
        ContentHash(bytes)
    }
}

/// Why a note has no text.
package enum NoteFileError: Error, Equatable {
    /// No file lies where the row says, nor where it would lie after a move.
    case missing(storedPath: String)
    /// The file is there and cannot be read.
    case unreadable(path: String)
}

extension NoteFileError: CustomStringConvertible {
    /// The error in a sentence, for the log.
    package var description: String {
        switch self {
        case .missing(let storedPath): "The file of a note is missing from the data folder: \(storedPath)"
        case .unreadable(let path): "The file of a note cannot be read: \(path)"
        }
    }

    /// What the operator can do about it.
    package var advice: String {
        switch self {
        case .missing: "Put the file back from a backup, or delete the post."
        case .unreadable: "Give the user that runs this program the right to read it."
        }
    }
}

/// The folder `notes` of a data folder.
package struct NoteFolder: Sendable {
    private let notes: ContainedFolder
    /// Where the folder was when this value was made; a folder that has moved since is found the longer way.
    private let root: String?

    /// The path of the folder in the data folder at a path.
    static func path(in dataPath: String) -> String { "\(dataPath)/notes" }

    /// The notes of the data folder at a path.
    package init(dataPath: String) {
        notes = ContainedFolder(path: Self.path(in: dataPath))
        root = notes.root
    }

    /// Reads the file that `notes.file_path` names.
    ///
    /// The Python releases stored the path relative to the data folder (`notes/2025/11/a.md`), with the folder's own
    /// name before it (`data/notes/…`), or as another machine or container saw it (`/data/notes/…`). So the path is
    /// tried as it stands, and then from its last `notes/` on. Either way the file must lie within the data folder's
    /// `notes`.
    package func read(_ storedPath: String) throws(NoteFileError) -> NoteFile {
        if storedPath.hasPrefix("notes/"), let root,
            let found = notes.contents(at: String(storedPath.dropFirst("notes/".count)), root: root)
        {
            return NoteFile(path: found.path, bytes: found.bytes)
        }
        guard let path = locate(storedPath) else {
            // A folder that may not be entered, or a disk that fails, says nothing about whether the file is there.
            if let path = notes.obstacle(at: Self.relativePath(of: storedPath)) { throw .unreadable(path: path) }
            throw .missing(storedPath: storedPath)
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
        return NoteFile(path: path, bytes: Array(data))
    }

    /// The path of the file relative to the data folder, `notes/2025/11/a.md`, however a row has it; nil when there is no
    /// such file. For a symbolic link it is the path of the link, which is what a change may replace or remove.
    func storedPath(of path: String) -> String? {
        guard let root = notes.place, let name = path.unicodeScalars.split(separator: "/").last,
            let entry = candidates(for: path).first(where: { notes.file(at: $0) != nil }),
            let folder = ContainedFolder(path: DurableFile.folder(of: "\(notes.path)/\(entry)")).place,
            root.contains(folder)
        else { return nil }
        let inner = String(decoding: folder.path.utf8.dropFirst(root.path.utf8.count), as: UTF8.self)
        return "notes\(inner)/\(String(name))"
    }

    /// The real path of the file, nil when there is none.
    func locate(_ storedPath: String) -> String? {
        candidates(for: storedPath).lazy.compactMap(notes.file).first
    }

    /// Where within the folder the file may lie that a row names.
    private func candidates(for storedPath: String) -> [String] {
        let parts = storedPath.unicodeScalars.split(separator: "/").map(String.init)
        let plain = parts.first == "notes" ? [parts.dropFirst().joined(separator: "/")] : []
        return plain + [Self.relativePath(of: storedPath)]
    }

    /// The path of a row's file as the list of changes has it, `notes/2025/11/a.md`.
    static func plainPath(of storedPath: String) -> String {
        storedPath.hasPrefix("notes/") ? storedPath : "notes/" + relativePath(of: storedPath)
    }

    /// What follows the last `notes/`; the whole path where there is none.
    static func relativePath(of storedPath: String) -> String {
        let parts = storedPath.unicodeScalars.split(separator: "/").map(String.init)
        return parts[((parts.lastIndex(of: "notes") ?? -1) + 1)...].joined(separator: "/")
    }
}
