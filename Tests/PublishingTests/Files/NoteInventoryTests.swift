import Foundation
import GRDB
import IndieWeb
import Testing
import Upgrade

@testable import Publishing

@Suite("Rows and files of a site at work")
struct NoteInventoryTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    private var dataPath: String { site.configuration.dataPath }

    private func inventory(_ reader: any DatabaseReader) throws -> NoteInventory {
        try reader.read { try NoteInventory(of: $0, dataPath: dataPath, comparingContent: true) }
    }

    private func snapshot() throws -> DatabaseSnapshot {
        try #require(site.database as? DatabasePool).makeSnapshot()
    }

    /// What ``NoteInventory/confirm(by:dataPath:)`` leaves.
    private func confirmed(_ inventory: NoteInventory) throws -> NoteInventory {
        var inventory = inventory
        try site.database.read { try inventory.confirm(by: $0, dataPath: dataPath) }
        return inventory
    }

    @Test("what changed between the look at the rows and the one at the files differs once, and not at the next look")
    func changedMeanwhile() async throws {
        let slug = try await site.create(["content": ["before"]], slug: "changed")
        let before = try snapshot()
        try await site.update(slug) { $0.replace["content"] = ["after"] }
        _ = try await site.create(["content": ["new"]], slug: "new")
        let first = try inventory(before)
        #expect(first.edited.map(\.slug) == ["changed"])
        #expect(first.withoutRow.count == 1)
        #expect(try confirmed(first).isEmpty)

        let index = SearchIndex(notes: NoteFolder(dataPath: dataPath))
        let stale = try await before.read { try index.staleRows($0) }
        #expect(stale.count == 1)
        let settled = try await site.database.read { try index.staleRows(among: stale, $0) }
        #expect(settled == [])
    }

    @Test("what was edited, removed or added by hand differs at every look")
    func byHand() async throws {
        for slug in ["edited", "removed"] { _ = try await site.create(["content": [.string(slug)]], slug: slug) }
        try await site.publisher.settle()
        let files = try #require(site.noteFiles.first { $0.hasSuffix("edited.md") })
        try Data("by hand".utf8).write(to: URL(filePath: site.path("notes/\(files)")))
        try Data("nobody's".utf8).write(to: URL(filePath: site.path("notes/added.md")))
        let removed = try #require(site.noteFiles.first { $0.hasSuffix("removed.md") })
        try FileManager.default.removeItem(atPath: site.path("notes/\(removed)"))
        for inventory in [try inventory(site.database), try confirmed(inventory(site.database))] {
            #expect(inventory.edited.map(\.slug) == ["edited"])
            #expect(inventory.withoutFile.map(\.slug) == ["removed"])
            #expect(inventory.withoutRow == ["notes/added.md"])
        }
    }

    @Test("a file that cannot be read is a finding of its own, beside all others; a deleted note may do without")
    func unreadable() async throws {
        for slug in ["loop", "deleted", "removed", "edited"] {
            _ = try await site.create(["content": [.string(slug)]], slug: slug)
        }
        try await site.publisher.delete(slug: "deleted")
        try await site.publisher.settle()
        for name in site.noteFiles {
            let file = site.path("notes/\(name)")
            if name.hasSuffix("edited.md") {
                try Data("by hand".utf8).write(to: URL(filePath: file))
                continue
            }
            try FileManager.default.removeItem(atPath: file)
            if name.hasSuffix("removed.md") { continue }
            // Nobody, not even root, reads a link to itself (ELOOP, path_resolution(7)).
            try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: file)
        }
        for inventory in [try inventory(site.database), try confirmed(inventory(site.database))] {
            #expect(inventory.unreadable.map(\.slug) == ["loop"])
            #expect(inventory.withoutFile.map(\.slug) == ["removed"])
            #expect(inventory.edited.map(\.slug) == ["edited"])
        }

        let folder = try DataFolder(configuration: site.configuration, version: "test", now: { TakenOver.now })
        let file = try #require(try inventory(site.database).unreadable.first?.file)
        let verified = try folder.verify()
        #expect(verified.refusal?.kind == .damaged)
        #expect(verified.failures.contains("1 notes have files that cannot be read, such as \(file)"))
        #expect(verified.failures.count == 2, "\(verified.failures)")
        #expect(verified.warnings.contains { $0.hasPrefix("1 files were edited by hand") }, "\(verified.warnings)")
        let findings = Doctor(configuration: site.configuration, folder: folder).checkNotes()
        #expect(findings.map(\.code) == [8, 0, 0], "\(findings)")
        #expect(findings.first?.found == "1 notes have files that cannot be read: \(file).")
        #expect(findings.first?.mend.hasPrefix("give the user that runs this program the right to read") == true)
    }

    @Test("a file that an interrupted change has yet to write or remove is neither missing, nor edited, nor nobody's")
    func interrupted() async throws {
        for slug in ["new", "changed"] { _ = try await site.create(["content": [.string(slug)]], slug: slug) }
        try await site.publisher.settle()
        let (new, changed) = (
            try #require(site.noteFiles.first { $0.hasSuffix("new.md") }),
            try #require(site.noteFiles.first { $0.hasSuffix("changed.md") })
        )
        try FileManager.default.removeItem(atPath: site.path("notes/\(new)"))
        for (name, text) in [(changed, "old words"), ("purged.md", "purged")] {
            try Data(text.utf8).write(to: URL(filePath: site.path("notes/\(name)")))
        }
        try await site.database.write { db in
            for (effect, name, old) in [
                (.write("new"), new, nil), (.write("changed"), changed, ContentHash("old words")),
                (.removal, "purged.md", ContentHash("purged")),
            ] as [(FileChange.Effect, String, ContentHash?)] {
                _ = try FileChanges.record(effect, of: "notes/\(name)", was: old, in: db)
            }
        }
        #expect(try inventory(site.database).isEmpty)
        let folder = try DataFolder(configuration: site.configuration, version: "test", now: { TakenOver.now })
        let verified = try folder.verify()
        #expect(verified.isWhole && verified.failures == [], "\(verified.failures)")
        let changes = try #require(try folder.unfinishedChanges())
        #expect(changes.description.hasPrefix("3 changes were interrupted, such as that of notes/"))
        try site.publisher.recover()
        #expect(try folder.unfinishedChanges() == nil)
        #expect(try folder.verify().warnings == [])
    }
}
