import Crypto
import Foundation
import GRDB
import Publishing
import TestSupport
import Upgrade

/// A data folder of a Python release in a temporary place, and what can be asked of it before and after.
struct TakenOver {
    static let now = Date(timeIntervalSince1970: 1_795_363_200)

    let folder: TemporaryFolder

    var path: String { folder("data") }

    init(_ fixture: Fixture, journal: Fixture.Journal = .delete, extra: String = "") throws {
        folder = try TemporaryFolder()
        try fixture.build(in: folder("data"), journal: journal, extra: extra)
    }

    func dataFolder(tokens: SiteSchema.ClearTextTokens = .invalidate) throws -> DataFolder {
        let configuration = try SiteConfiguration(environment: ["DATA_PATH": path], dotEnv: nil)
        return try DataFolder(configuration: configuration, tokens: tokens, version: "test", now: { Self.now })
    }

    @discardableResult
    func upgrade(tokens: SiteSchema.ClearTextTokens = .invalidate) throws -> UpgradeReport {
        try dataFolder(tokens: tokens).upgrade { _ in }
    }

    /// Rows of a query, each as text.
    func rows(_ sql: String) throws -> [String] {
        try query { try Row.fetchAll($0, sql: sql) }.map { row in
            row.map { "\($0.0)=\(String.fromDatabaseValue($0.1) ?? $0.1.description)" }.joined(separator: " ")
        }
    }

    func strings(_ sql: String) throws -> [String] { try query { try String.fetchAll($0, sql: sql) } }

    func has(table: String) throws -> Bool { try query { try $0.tableExists(table) } }

    func write(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path + "/starpunk.db", configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func query<T>(_ body: (Database) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path + "/starpunk.db", configuration: configuration)
        defer { try? queue.close() }
        return try queue.read(body)
    }

    /// The bytes of everything that is the database now.
    func databaseBytes() throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasPrefix("starpunk.db") }
        return Dictionary(
            uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: path + "/" + $0) ?? Data()) }
        )
    }

    var backupNames: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/backups")) ?? []
        return names.filter { $0.hasSuffix(".db") }
    }

    static func hash(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
