import Foundation
import GRDB

/// A database as a Python release left it, as an SQL script in Tests/Fixtures/databases.
package struct Fixture: Sendable, CustomStringConvertible {
    /// The script's name without its ending, such as `S07_v0.9_upgraded`.
    package let name: String

    package var description: String { name }

    /// How the database keeps its journal.
    package enum Journal: String, Sendable, CaseIterable {
        case delete
        case wal
    }

    package init(_ name: String) {
        self.name = name
    }

    /// All of them, by name.
    package static let all: [Fixture] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/databases")) ?? []
        return names.filter { $0.hasSuffix(".sql") }.sorted().map { Fixture(String($0.dropLast(4))) }
    }()

    /// All from which an upgrade leads on.
    package static let upgradable = all.filter { !$0.name.hasPrefix("S34") && !$0.name.hasPrefix("S37") }

    /// The newest clear-text one, the state of the incident.
    package static let incident = Fixture("S07_v0.9_upgraded")

    /// The script.
    package func sql() throws -> String {
        try String(contentsOfFile: Self.root + "/databases/" + name + ".sql", encoding: .utf8)
    }

    /// Builds the database and, beside it, the notes; `extra` is SQL to run at the end, for what an operator or an accident
    /// did to it.
    package func build(in folder: String, journal: Journal = .delete, extra: String = "") throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.acceptsDoubleQuotedStringLiterals = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        let queue = try DatabaseQueue(path: folder + "/starpunk.db", configuration: configuration)
        let sql = try sql()
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: sql)
            try db.execute(sql: extra)
            try db.execute(sql: "PRAGMA journal_mode = \(journal.rawValue)")
        }
        try queue.close()
        if !FileManager.default.fileExists(atPath: folder + "/notes") {
            try FileManager.default.copyItem(atPath: Self.root + "/notes", toPath: folder + "/notes")
        }
    }

    /// What brings the newest Python release's database to the present schema, one migration after the other: our own, and
    /// those whose work later releases undid.
    package static func ownMigrations() throws -> String {
        let folder = Repository.root + "/Sources/Publishing/Database/Migrations"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0 >= "100" || $0.hasPrefix("001") || $0.hasPrefix("002") }.sorted()
        return try names.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }.joined(separator: "\n")
    }

    private static let root = Repository.root + "/Tests/Fixtures"
}

/// The checkout that the tests belong to.
package enum Repository {
    /// Its path.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
}
