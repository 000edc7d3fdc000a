import Foundation
import GRDB
import IndieWeb
import Synchronization
import Testing

@testable import Publishing

@Suite("Changes that wait for the database")
struct ChangeQueueTests {
    private let site: PublisherFixture
    private var changes: ChangeQueue { site.publisher.changes }

    init() throws {
        site = try PublisherFixture()
    }

    @Test("a change that fails takes back what it did, and those beside it stand")
    func failingChange() async throws {
        struct Refusal: Error {}
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    if number % 2 == 0 {
                        _ = try await site.create(["content": [.string("\(number)")]])
                    } else {
                        await #expect(throws: Refusal.self) {
                            try await changes.perform { db, files in
                                try db.execute(
                                    sql: "INSERT INTO tags (name, display_name) VALUES (?, '')",
                                    arguments: [number]
                                )
                                try files.write([1], to: "notes/failed-\(number).md", replacing: nil, in: db)
                                throw Refusal()
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try site.value("SELECT count(*) FROM notes") == "10")
        #expect(try site.value("SELECT count(*) FROM tags") == "0")
        #expect(site.noteFiles.count == 10)
    }

    @Test("changes that wait are made together, and whoever's is made leaves those alone that came later")
    func together() async throws {
        let commits = CommitCount()
        site.database.add(transactionObserver: commits)
        let mayEnd = DispatchSemaphore(value: 0)
        let events = Events()
        let first = try await site.holdingDatabase {
            var tasks: [Task<Void, any Error>] = []
            for number in 1...3 {
                tasks.append(
                    Task {
                        try await changes.perform { db, _ in
                            try db.execute(
                                sql: "INSERT INTO tags (name, display_name) VALUES (?, '')",
                                arguments: [number]
                            )
                            if number == 1 { _ = mayEnd.wait(timeout: .now() + 60) }
                        }
                    }
                )
                try await site.untilChangesWait(number)
            }
            // Comes to the database when all three have been there.
            site.database.asyncWriteWithoutTransaction { _ in
                events.append("commits: \(commits.value.withLock(\.self))")
            }
            return tasks
        }
        try await site.untilChangesWait(0)
        let later = Task { try await changes.perform { _, _ in events.append("later") } }
        try await site.untilChangesWait(1)
        mayEnd.signal()
        for task in first + [later] { try await task.value }
        #expect(events.all == ["commits: 1", "later"])
    }

    @Test(
        "whoever is cancelled while others wait for the same transaction takes nothing from them, and neither from itself"
    )
    func cancelled() async throws {
        let tasks = try await site.holdingDatabase {
            let tasks = (1...3).map { number in Task { try await site.create(["content": [.string("\(number)")]]) } }
            try await site.untilChangesWait(3)
            tasks[0].cancel()
            tasks[2].cancel()
            return tasks
        }
        for task in tasks { _ = try await task.value }
        #expect(site.noteFiles.count == 3)
        #expect(changes.waitingCount == 0)
    }

    @Test("a file that cannot be put in place takes nothing from its change, and is in place after the next one")
    func stuckFile() async throws {
        let path = "notes/2026/11/stuck.md"
        try await changes.perform { [site] db, files in
            try files.write(Array("words".utf8), to: path, replacing: nil, in: db)
            // After all that is looked at before the commit.
            try site.write("x", to: "\(path)/in the way")
        }
        #expect(site.log.messages.contains { $0.hasPrefix("a file could not be put in place") })
        let notes = site.publisher.notes
        #expect(try await site.database.read { try notes.committedFile(path, in: $0).text } == "words")
        try FileManager.default.removeItem(atPath: site.path(path))
        try await site.publisher.settle()
        #expect(site.text(path) == "words")
        #expect(site.noteFiles == ["2026/11/stuck.md"])
        #expect(try site.value("SELECT count(*) FROM file_changes") == "0")
    }

    @Test("a recovery before a change that fails counts, and is not done again over what was written since")
    func recoveryCounts() async throws {
        struct Refusal: Error {}
        let path = "notes/2026/11/left.md"
        try site.write("by hand", to: path)
        try await site.database.write { db in
            _ = try FileChanges.record(.write("saved"), of: path, was: nil, in: db)
        }
        await #expect(throws: Refusal.self) { try await changes.perform { _, _ in throw Refusal() } }
        #expect(try site.value("SELECT count(*) FROM file_changes") == "0")
        let beside = try #require(site.noteFiles.first { $0 != "2026/11/left.md" })
        #expect(site.text("notes/\(beside)") == "saved")
        try site.write("both", to: "notes/\(beside)")
        try await changes.perform { _, _ in }
        #expect(site.text(path) == "by hand")
        #expect(site.text("notes/\(beside)") == "both")
    }

    @Test("changes that find the database held by another program fail together, after one wait")
    func busy() async throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: site.configuration.databasePath, configuration: configuration)
        try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let tasks = try await site.holdingDatabase {
            let tasks = (1...3).map { number in Task { try await site.create(["content": [.string("\(number)")]]) } }
            try await site.untilChangesWait(3)
            return tasks
        }
        for (number, task) in tasks.enumerated() {
            do {
                _ = try await task.value
                Issue.record("change \(number) was made")
            } catch {
                #expect(BusyDatabase(error) != nil, "\(error)")
            }
            // Whoever is tried again now would not fail any more.
            if number == 0 { try await holder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") } }
        }
        #expect(try site.value("SELECT count(*) FROM notes") == "0")
        #expect(site.noteFiles.isEmpty)
    }
}

/// What happened, in its order.
private final class Events: Sendable {
    private let list = Mutex<[String]>([])
    var all: [String] { list.withLock(\.self) }

    func append(_ event: String) { list.withLock { $0.append(event) } }
}

/// How many transactions were committed.
private final class CommitCount: TransactionObserver, Sendable {
    let value = Mutex(0)

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { eventKind.tableName == "tags" }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { value.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}
