import Foundation
import Glibc
import TestSupport
import Testing
import Upgrade

@testable import Publishing

@Suite("Folders that files are put into")
struct WritableFoldersTests {
    private let folder: TemporaryFolder
    private let folders: WritableFolders
    private let month = "notes/2026/11"

    init() throws {
        folder = try TemporaryFolder()
        folders = WritableFolders(dataPath: folder("data"))
        try FileManager.default.createDirectory(atPath: folder("data"), withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder("data/\(name)") }

    private func code(_ body: () throws -> Void) -> Int32? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SystemCallError)?.code
        }
    }

    @Test("are made where they are missing, also when they go later")
    func missing() throws {
        for _ in 1...2 {
            try folders.prepare(for: "\(month)/a.md")
            #expect(access(path(month), F_OK) == 0)
            try folders.prepare(for: "\(month)/b.md")
            try FileManager.default.removeItem(atPath: path("notes"))
        }
    }

    @Test(
        "are refused where a link leads out, also when it takes the place of the folder it leads to",
        arguments: [true, false]
    )
    func link(isKnown: Bool) throws {
        try folders.prepare(for: "notes/2026/10/a.md")
        let outside = folder("outside")
        if isKnown {
            try folders.prepare(for: "\(month)/a.md")
            try FileManager.default.moveItem(atPath: path(month), toPath: outside)
        } else {
            try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(atPath: path(month), withDestinationPath: outside)
        #expect(code { try folders.prepare(for: "\(month)/b.md") } == EACCES)
        #expect(code { try folders.prepareRemoval(of: "\(month)/a.md") } == EACCES)
    }

    @Test("may be reached by a link that stays within")
    func linkWithin() throws {
        try folders.prepare(for: "\(month)/a.md")
        try FileManager.default.createSymbolicLink(atPath: path("notes/2027"), withDestinationPath: "2026")
        for _ in 1...2 { try folders.prepare(for: "notes/2027/11/a.md") }
    }

    @Test("are refused where a file is in their place")
    func file() throws {
        try folders.prepare(for: "notes/2026/10/a.md")
        try Data().write(to: URL(filePath: path(month)))
        #expect(code { try folders.prepare(for: "\(month)/a.md") } == EACCES)
    }

    @Test("need not be there for what is to be removed from them")
    func removal() throws {
        try folders.prepareRemoval(of: "media/2026/11/a.jpg")
        #expect(access(path("media"), F_OK) != 0)
    }
}
