import Foundation
import GRDB
import TestSupport

/// A data folder and the program's commands on it.
struct Site {
    let folder: TemporaryFolder

    var path: String { folder("data") }
    var database: String { path + "/starpunk.db" }

    /// An empty data folder.
    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("data"), withIntermediateDirectories: true)
    }

    /// A data folder as a Python release left it.
    init(_ fixture: Fixture, journal: Fixture.Journal = .delete, extra: String = "") throws {
        folder = try TemporaryFolder()
        try fixture.build(in: folder("data"), journal: journal, extra: extra)
    }

    @discardableResult
    func run(_ words: String..., environment: [String: String] = [:], wrapper: [String] = []) throws -> Program.Result {
        try Program.run(words + ["--data-path", path], environment: environment, in: folder.path, wrapper: wrapper)
    }

    /// Opens the database as another program would.
    func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: database, configuration: configuration)
    }

    /// The bytes of the main file.
    var bytes: Data { FileManager.default.contents(atPath: database) ?? Data() }

    /// Everything in the data folder but logs of locks and the shared memory of readers.
    var files: [String: Data] {
        let names = (FileManager.default.enumerator(atPath: path)?.allObjects as? [String]) ?? []
        var files: [String: Data] = [:]
        for name in names where !name.hasSuffix("-shm") && !name.hasSuffix(".lock") && !name.hasSuffix(".serving") {
            if let data = FileManager.default.contents(atPath: path + "/" + name) { files[name] = data }
        }
        return files
    }
}
