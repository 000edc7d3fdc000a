import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@Suite("db verify and doctor beside and after a server")
struct VerifyTests {
    @Test("a site that is written to meanwhile is whole, time and again")
    func beside() throws {
        let site = try MicropubSite()
        let urls = try (0..<20).map { try site.create(#""content":["\#($0)"],"mp-slug":["note-\#($0)"]"#) }
        let writer = Writer(of: urls, on: site)
        for _ in 0..<8 {
            let verified = try site.run(["db", "verify"])
            #expect(verified.status == 0, "\(verified.errors)")
            #expect(!verified.errors.contains("edited by hand"), "\(verified.errors)")
        }
        #expect(writer.stop() == [])
    }

    /// Somebody who gives posts new words, one after the other.
    private final class Writer: Sendable {
        private let isOver = Mutex(false)
        private let refused = Mutex<[Int]>([])
        private let end = DispatchGroup()

        init(of urls: [String], on site: MicropubSite) {
            DispatchQueue.global().async(group: end) { [self] in
                var number = 0
                while !isOver.withLock(\.self) {
                    let operations = #""replace":{"content":["version \#(number)"]}"#
                    let status = (try? site.update(urls[number % urls.count], operations).status) ?? 0
                    if !(200..<300).contains(status) { refused.withLock { $0.append(status) } }
                    number += 1
                }
            }
        }

        /// Returns when the last answer was given: those that were no 2xx.
        func stop() -> [Int] {
            isOver.withLock { $0 = true }
            end.wait()
            return refused.withLock(\.self)
        }
    }

    @Test("a change that was interrupted is named, its note is not called lost, and the next start finishes it")
    func interrupted() throws {
        let site = try MicropubSite()
        _ = try site.create(#""content":["Kept in the database"],"mp-slug":["interrupted"]"#)
        let name = try #require(site.files(in: "notes").first { $0.hasSuffix("/interrupted.md") })
        let file = "\(site.site.path)/notes/\(name)"
        site.server.kill()
        let database = try site.site.open()
        // As between the commit and the renaming, wherever the kill has met it.
        try database.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    DELETE FROM file_changes;
                    INSERT INTO file_changes (path, new_hash, content)
                    SELECT file_path, content_hash, CAST('Kept in the database' AS BLOB) FROM notes
                    """
            )
        }
        try database.close()
        try FileManager.default.removeItem(atPath: file)

        let verified = try site.run(["db", "verify", "--json"])
        #expect(verified.status == 0, "\(verified.errors)")
        #expect((verified.json["warnings"] as? [String])?.count == 1, "\(verified.output)")
        #expect(verified.output.contains("1 change was interrupted, that of notes/\(name): the next start"))
        let examined = try site.run(["doctor"])
        let words = examined.output + examined.errors
        #expect(words.contains("1 change was interrupted, that of notes/\(name)"), "\(words)")
        #expect(words.contains("every note has its file"), "\(words)")

        let server = try Server(site.site, port: site.server.port)
        #expect(try server.wait(for: 200, at: "/note/interrupted") != nil)
        #expect(FileManager.default.contents(atPath: file) == Data("Kept in the database".utf8))
        let later = try site.run(["db", "verify", "--json"])
        #expect(later.status == 0 && (later.json["warnings"] as? [String])?.isEmpty == true, "\(later.output)")
        #expect(server.stop() == 0)
    }
}
