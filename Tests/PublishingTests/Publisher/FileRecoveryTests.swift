import Foundation
import GRDB
import IndieWeb
import Testing

@testable import Publishing

/// A process that died between its commit and the renames has left its ``FileChanges``, written down here without it.
@Suite("Recovery after a stop")
struct FileRecoveryTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    private func write(_ text: String, to name: String) throws {
        let file = URL(filePath: site.path(name))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private func note(_ path: String, from old: String?, to new: String?) throws {
        try site.database.write { db in
            _ = try FileChanges.record(
                new.map { .write($0) } ?? .removal,
                of: path,
                was: old.map { ContentHash($0) },
                in: db
            )
        }
    }

    private func recover() throws {
        try site.publisher.recover()
        #expect(try site.value("SELECT count(*) FROM file_changes") == "0")
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.path("notes/.staged")).isEmpty)
    }

    @Test("a new file that was committed and not renamed is there")
    func create() throws {
        try write("half", to: "notes/.staged/1")
        try note("notes/2026/11/new.md", from: nil, to: "words")
        try recover()
        #expect(site.text("notes/2026/11/new.md") == "words")
    }

    @Test("a changed file that was committed and not renamed has its new words")
    func update() throws {
        try write("old", to: "notes/a.md")
        try note("notes/a.md", from: "old", to: "new")
        try recover()
        #expect(site.text("notes/a.md") == "new")
    }

    @Test("of several changes of one file the last one counts, however far they came", arguments: ["1", "2", "3", nil])
    func several(present: String?) throws {
        if let present { try write(present, to: "notes/a.md") }
        try note("notes/a.md", from: "1", to: "2")
        try note("notes/a.md", from: "2", to: "3")
        try recover()
        #expect(site.text("notes/a.md") == "3")
        #expect(site.noteFiles == ["a.md"])
    }

    @Test("a file that was edited by hand meanwhile stays, and the saved words are beside it")
    func handEdit() throws {
        try write("by hand", to: "notes/a.md")
        try note("notes/a.md", from: "old", to: "new")
        try recover()
        #expect(site.text("notes/a.md") == "by hand")
        let beside = try #require(site.noteFiles.first { $0 != "a.md" })
        #expect(site.text("notes/\(beside)") == "new")
    }

    @Test(
        "what a power cut has left of a file that was not synced is no edit",
        arguments: ["", "ne", "ne\0\0", "\0\0\0\0"]
    )
    func tornFile(rest: String) throws {
        try write(rest, to: "notes/a.md")
        try note("notes/a.md", from: "old", to: "news")
        try recover()
        #expect(site.text("notes/a.md") == "news")
        #expect(site.noteFiles == ["a.md"])
    }

    @Test("nor is what it has left of an earlier change")
    func tornEarlierFile() throws {
        try write("midd\0\0", to: "notes/a.md")
        try note("notes/a.md", from: "old", to: "middle")
        try note("notes/a.md", from: "middle", to: "new")
        try recover()
        #expect(site.text("notes/a.md") == "new")
        #expect(site.noteFiles == ["a.md"])
    }

    @Test("a removal is finished, unless the file was edited by hand meanwhile")
    func removal() throws {
        try write("gone", to: "notes/a.md")
        try write("by hand", to: "notes/b.md")
        try note("notes/a.md", from: "gone", to: nil)
        try note("notes/b.md", from: "gone", to: nil)
        try recover()
        #expect(site.noteFiles == ["b.md"])
    }

    @Test("words that are set aside take the place of none")
    func asideOfOthers() throws {
        let beside = "notes/a.\(ContentHash("new").hex.prefix(8)).md"
        try write("by hand", to: "notes/a.md")
        try write("somebody's", to: beside)
        try note("notes/a.md", from: "old", to: "new")
        try recover()
        #expect(site.text(beside) == "somebody's")
        #expect(site.noteFiles.count == 3)
        #expect(site.noteFiles.contains { site.text("notes/\($0)") == "new" })
    }

    @Test("a change that cannot be finished stays on the list until it can")
    func postponed() throws {
        try FileManager.default.createDirectory(atPath: site.path("notes/a.md"), withIntermediateDirectories: true)
        try write("x", to: "notes/a.md/in the way")
        try note("notes/a.md", from: nil, to: "new")
        try site.publisher.recover()
        #expect(try site.value("SELECT count(*) FROM file_changes") == "1")
        try FileManager.default.removeItem(atPath: site.path("notes/a.md"))
        try recover()
        #expect(site.text("notes/a.md") == "new")
    }

    @Test("what cannot be finished is said once, however many changes come after it")
    func postponedQuietly() async throws {
        try write("x", to: "notes/a.md/in the way")
        try note("notes/a.md", from: nil, to: "new")
        try site.publisher.recover()
        for number in 1...3 { _ = try await site.create(["content": [.string("\(number)")]]) }
        #expect(site.log.messages.filter { $0.contains("notes/a.md cannot be put in place yet") }.count == 1)
        try FileManager.default.removeItem(atPath: site.path("notes/a.md"))
        _ = try await site.create(["content": ["4"]])
        #expect(site.text("notes/a.md") == "new")
    }

    @Test("an upload that was committed is put in place, once")
    func upload() throws {
        try write("image", to: "media/.kept/x.jpg")
        try site.database.write { db in
            for _ in 0..<2 {
                _ = try FileChanges.record(
                    .move(from: "media/.kept/x.jpg"),
                    of: "media/2026/11/x.jpg",
                    was: nil,
                    in: db
                )
            }
        }
        try recover()
        #expect(site.text("media/2026/11/x.jpg") == "image")
    }

    @Test("what was staged and never committed goes")
    func uncommitted() throws {
        try write("words of nobody", to: "notes/.staged/7")
        try recover()
        #expect(site.noteFiles.isEmpty)
    }

    @Test("an upload in flight goes when its process has died, and stays while it lives")
    func abandonedUploads() async throws {
        try write("half", to: "media/.tmp/dead/upload")
        let folder = try await UploadFolder(dataPath: site.configuration.dataPath, id: UUID())
        let upload = try MediaUpload(in: folder, id: UUID(), originalName: nil)
        try await upload.append([1, 2, 3])
        try recover()
        #expect(!FileManager.default.fileExists(atPath: site.path("media/.tmp/dead")))
        #expect(FileManager.default.fileExists(atPath: upload.path))
    }

    @Test("where there is nothing to finish, nothing is written: a disk that takes nothing keeps nobody from reading")
    func withoutInterruptions() throws {
        try recover()
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: site.configuration.databasePath, configuration: configuration)
        try site.anotherPublisher(on: database).recover()
        try note("notes/a.md", from: nil, to: "new")
        #expect(throws: DatabaseError.self) { try site.anotherPublisher(on: database).recover() }
        try recover()
        #expect(site.text("notes/a.md") == "new")
    }
}
