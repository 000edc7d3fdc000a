import Foundation
import GRDB
import IndieWeb
import Testing

@testable import Publishing

/// What the owner does to the files, beside what the program does to them.
@Suite("Hand edits")
struct HandEditTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    /// Puts words in place of a file's as editors and rsync do: by renaming another file, with its time.
    private func replace(_ name: String, by text: String, writtenAt time: Date) throws {
        let beside = site.path("\(name)~")
        try Data(text.utf8).write(to: URL(filePath: beside))
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: beside)
        #expect(rename(beside, site.path(name)) == 0)
    }

    private func row(_ column: String, of slug: String) throws -> String? {
        try site.value("SELECT \(column) FROM notes WHERE slug = '\(slug)'")
    }

    @Test("a copy that keeps its time is found as well, and never dates a post back")
    func keptTime() async throws {
        _ = try await site.create(["content": ["old"]], slug: "a")
        let updated = try row("updated_at", of: "a")
        var seen = SeenFiles()
        #expect(try await site.publisher.pickUpHandEdits(since: &seen).isEmpty)
        seen.began = Date()
        let long = site.clock.now.addingTimeInterval(-86_400)
        try replace("notes/2026/11/a.md", by: "new", writtenAt: long)
        site.wait(60)
        #expect(try await site.publisher.pickUpHandEdits(since: &seen) == ["a"])
        #expect(try row("updated_at > '\(updated ?? "")'", of: "a") == "1")
        #expect(try site.value("SELECT slug FROM notes_fts WHERE notes_fts MATCH 'new'") == "a")
    }

    @Test(
        "a folder that was replaced by one of older files is read again, others are not",
        arguments: ["notes", "notes/2026", "notes/2026/11"]
    )
    func replacedFolder(folder: String) async throws {
        for slug in ["a", "b"] { _ = try await site.create(["content": ["old"]], slug: slug) }
        let copy = site.path("copy")
        try FileManager.default.copyItem(atPath: site.path(folder), toPath: copy)
        let inner = "2026/11/a.md".dropFirst(folder.dropFirst("notes/".count).count)
        try Data("new".utf8).write(to: URL(filePath: "\(copy)/\(inner)"))
        var seen = SeenFiles()
        #expect(try await site.publisher.pickUpHandEdits(since: &seen).isEmpty)
        // As if all of this had been long ago when the look began.
        let later = Date(timeIntervalSinceNow: 3_600)
        seen.began = later
        #expect(rename(site.path(folder), site.path("away")) == 0)
        #expect(rename(copy, site.path(folder)) == 0)
        #expect(try await site.publisher.pickUpHandEdits(since: &seen) == ["a"])
        #expect(try site.value("SELECT slug FROM notes_fts WHERE notes_fts MATCH 'new'") == "a")
        seen.began = later
        try replace("notes/2026/11/b.md", by: "newer", writtenAt: Date())
        #expect(try await site.publisher.pickUpHandEdits(since: &seen).isEmpty)
        #expect(try await site.publisher.pickUpHandEdits() == ["b"])
    }

    @Test("a title that was written by hand makes an article, and its removal a note")
    func type() async throws {
        _ = try await site.create(["content": ["words"]], slug: "a")
        #expect(try row("post_type", of: "a") == "note")
        try replace("notes/2026/11/a.md", by: "# A title\n\nwords", writtenAt: Date())
        #expect(try await site.publisher.pickUpHandEdits() == ["a"])
        #expect(try row("post_type", of: "a") == "article")
        try replace("notes/2026/11/a.md", by: "words", writtenAt: Date())
        #expect(try await site.publisher.pickUpHandEdits() == ["a"])
        #expect(try row("post_type", of: "a") == "note")
    }

    @Test(
        "an edit is found among more posts, and a moved file among more that no post names, than are read in one step"
    )
    func many() async throws {
        for number in 0..<45 {
            _ = try await site.create(["content": [.string("words \(number)")]], slug: "a\(number)")
        }
        for number in 0..<45 {
            try Data("draft \(number)".utf8).write(to: URL(filePath: site.path("notes/2026/11/draft\(number).md")))
        }
        try replace("notes/2026/11/a44.md", by: "new", writtenAt: Date())
        #expect(try await site.publisher.pickUpHandEdits() == ["a44"])
        // Until then a change knows what its file is to be.
        try await site.publisher.settle()
        for number in [3, 21, 43] {
            let moved = site.path("notes/2026/11/y\(number).md")
            try FileManager.default.moveItem(atPath: site.path("notes/2026/11/a\(number).md"), toPath: moved)
        }
        #expect(try await site.publisher.pickUpMovedFiles().sorted() == ["a21", "a3", "a43"])
        #expect(try row("file_path", of: "a43") == "notes/2026/11/y43.md")
    }

    @Test("HTML that was edited by hand loses the plain form of the former words, and keeps what else came with them")
    func plainForm() async throws {
        let html = "<p>x</p>"
        for (slug, others) in [("a", [:]), ("b", ["lang": "de"]), ("c", [:])] as [(String, JSONObject)] {
            var content: JSONObject = ["html": .string(html), "value": "x"]
            for (name, value) in others.members { content[name] = value }
            _ = try await site.create(["content": [.object(content)]], slug: slug)
            try replace("notes/2026/11/\(slug).md", by: "<p>neu</p>", writtenAt: Date())
        }
        site.wait(60)
        try await site.update("c") { $0.add["category"] = ["t"] }
        #expect(try await site.publisher.pickUpHandEdits() == ["a", "b"])
        #expect(try await site.source("a", "content") == #"[{"html":"<p>neu</p>"}]"#)
        #expect(try await site.source("b", "content") == #"[{"html":"<p>neu</p>","lang":"de"}]"#)
        #expect(try await site.source("c", "content") == #"[{"html":"<p>neu</p>"}]"#, "also when a client comes first")
    }

    @Test("what was edited while it was deleted is what comes back, digest and date with it")
    func undelete() async throws {
        _ = try await site.create(["content": ["old"]], slug: "a")
        try await site.publisher.delete(slug: "a")
        site.wait(3_600)
        try replace("notes/2026/11/a.md", by: "new", writtenAt: site.clock.now.addingTimeInterval(-600))
        _ = try await site.publisher.undelete(slug: "a")
        #expect(try row("content_hash", of: "a") == ContentHash("new").hex)
        #expect(try row("updated_at", of: "a") == "2026-11-22 16:50:00")
    }

    @Test("a purge leaves words that were written after the deletion")
    func editedAfterDeletion() async throws {
        for slug in ["a", "b"] {
            _ = try await site.create(["content": ["old"]], slug: slug)
            try await site.publisher.delete(slug: slug)
        }
        try replace("notes/2026/11/a.md", by: "new", writtenAt: Date())
        site.wait(10)
        let purged = try site.publisher.purge(deletedBefore: site.clock.now)
        #expect(purged.map(\.leftBecause) == [.edited, nil])
        #expect(site.noteFiles == ["2026/11/a.md"])
        #expect(site.text("notes/2026/11/a.md") == "new")
    }

    @Test("where the owner has put a link, it is the link that changes and goes, not the file of another post")
    func link() async throws {
        for slug in ["target", "link"] { _ = try await site.create(["content": [.string(slug)]], slug: slug) }
        let link = site.path("notes/2026/11/link.md")
        func putLink() throws {
            try FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "target.md")
        }
        try putLink()
        var update = MicropubUpdate()
        update.replace["content"] = ["other"]
        _ = try await site.publisher.update(slug: "link", update)
        #expect(site.text("notes/2026/11/link.md") == "other")
        #expect(site.text("notes/2026/11/target.md") == "target")

        try await site.publisher.settle()
        try putLink()
        #expect(try await site.publisher.pickUpHandEdits() == ["link"])
        try await site.publisher.delete(slug: "link")
        site.wait(10)
        #expect(try site.publisher.purge(deletedBefore: site.clock.now).map(\.leftBecause) == [nil])
        #expect(site.noteFiles == ["2026/11/target.md"])
    }

    @Test("a purge says which file it could not remove")
    func unremovable() async throws {
        _ = try await site.create(["content": ["old"]], slug: "a")
        try await site.publisher.delete(slug: "a")
        site.wait(10)
        let folder = site.path("notes/2026/11")
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder) }
        // Root may remove it all the same.
        let expected: [PurgedPost.Reason?] = getuid() == 0 ? [nil] : [.stuck]
        #expect(try site.publisher.purge(deletedBefore: site.clock.now).map(\.leftBecause) == expected)
    }

    @Test("a moment after a change nothing is left that another process could take for half done")
    func quiet() async throws {
        let settling = Task { [publisher = site.publisher] in await publisher.settleWhenQuiet() }
        defer { settling.cancel() }
        for _ in 0..<3 { _ = try await site.create(["content": ["x"]]) }
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(60))
        while try site.value("SELECT count(*) FROM file_changes") != "0", clock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(try site.value("SELECT count(*) FROM file_changes") == "0")
        #expect(site.noteFiles.count == 3)
    }

    @Test("files that no note names become drafts once what a stop has interrupted is finished")
    func adoption() async throws {
        _ = try await site.create(["content": ["words"]], slug: "a")
        try Data("# Found\n\nwords".utf8).write(to: URL(filePath: site.path("notes/2026/11/found.MD")))
        let (drafts, unreadable) = try site.publisher.adoptFiles()
        #expect(drafts.map(\.slug) == ["found"])
        #expect(unreadable.isEmpty)
        #expect(try row("post_type", of: "found") == "article")
        #expect(try row("feed_id LIKE 'tag:alice.example.com,%'", of: "found") == "1")
        #expect(try site.publisher.adoptFiles().drafts.isEmpty)
    }

    @Test("a file whose name is not UTF-8 is named, and not passed over")
    func oddName() async throws {
        let name = (site.path("notes/n").utf8 + [0xFF] + "ame.md".utf8 + [0]).map(CChar.init(bitPattern:))
        let file = open(name, O_CREAT | O_WRONLY, 0o600)
        #expect(file >= 0)
        close(file)
        #expect(try site.publisher.adoptFiles().unreadable == ["notes/n\u{FFFD}ame.md"])
    }
}
