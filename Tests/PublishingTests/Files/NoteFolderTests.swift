import Foundation
import Publishing
import TestSupport
import Testing

@Suite("NoteFolder")
struct NoteFolderTests {
    @Test(
        "a stored path is found however an old release wrote it",
        arguments: [
            "notes/2025/11/a.md", "data/notes/2025/11/a.md", "/data/notes/2025/11/a.md",
            "/home/alice/notes/data/notes/2025/11/a.md", "./notes/2025/11/a.md", "notes//2025/11/a.md",
            "notes/2025/../2025/11/a.md",
        ]
    )
    func found(storedPath: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("text", to: "notes/2025/11/a.md")
        #expect(try NoteFolder(dataPath: folder.path).read(storedPath).text == "text")
    }

    @Test(
        "no file outside of the notes is ever read",
        arguments: [
            "notes/../starpunk.db", "starpunk.db", "/etc/passwd", "notes/../../etc/passwd", "notes/link/secret.md",
            "notes/2025", "notes", "", "../notes/../starpunk.db", "notes/a\u{0}.md",
        ]
    )
    func outside(storedPath: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("secret", to: "starpunk.db")
        try folder.write("secret", to: "other/secret.md")
        try folder.write("text", to: "notes/2025/11/a.md")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/notes/link",
            withDestinationPath: "\(folder.path)/other"
        )
        #expect(throws: NoteFileError.missing(storedPath: storedPath)) {
            try NoteFolder(dataPath: folder.path).read(storedPath)
        }
    }

    @Test("the data folder itself may be a symbolic link")
    func linkedDataFolder() throws {
        let folder = try TemporaryFolder()
        try folder.write("text", to: "real/notes/a.md")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/data",
            withDestinationPath: "\(folder.path)/real"
        )
        #expect(try NoteFolder(dataPath: "\(folder.path)/data").read("notes/a.md").text == "text")
    }

    @Test("bytes are kept as they are, and repaired for display only")
    func bytes() throws {
        let folder = try TemporaryFolder()
        let bytes: [UInt8] = [0x61, 0x0D, 0x0A, 0xFF, 0x62]
        try folder.write(bytes, to: "notes/a.md")
        let note = try NoteFolder(dataPath: folder.path).read("notes/a.md")
        #expect(note.bytes == bytes)
        #expect(note.text == "a\r\n\u{FFFD}b")
    }

    @Test("the digest is the lower-case SHA-256 of the bytes")
    func digest() {
        #expect(
            ContentHash("abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }
}

extension TemporaryFolder {
    /// Writes a file, and the folders above it.
    func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file, and the folders above it.
    func write(_ bytes: [UInt8], to name: String) throws {
        let file = URL(filePath: self(name))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
