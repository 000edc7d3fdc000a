import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Publishing

@Suite("The folder of a request's files")
struct UploadFolderTests {
    /// The descriptors of this process that are open on something below a folder.
    private static func descriptors(below folder: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let targets = names.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        return targets.count { $0.hasPrefix(folder + "/") }
    }

    @Test("one descriptor does for all files that have been received")
    func descriptorCount() async throws {
        let data = try TemporaryFolder()
        let folder = try await UploadFolder(dataPath: data.path, id: UUID())
        var uploads: [MediaUpload] = []
        for _ in 0..<50 {
            let upload = try MediaUpload(in: folder, id: UUID(), originalName: "a.jpg")
            try await upload.append([1, 2, 3])
            try await upload.finish()
            uploads.append(upload)
        }
        #expect(Self.descriptors(below: data.path) == 1)
        #expect(uploads.allSatisfy { FileManager.default.contents(atPath: $0.path) == Data([1, 2, 3]) })
    }

    @Test("what comes in pieces is on the disk when it is finished, byte for byte, with its digest")
    func pieces() async throws {
        let data = try TemporaryFolder()
        let folder = try await UploadFolder(dataPath: data.path, id: UUID())
        let upload = try MediaUpload(in: folder, id: UUID(), originalName: nil)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        for start in stride(from: 0, to: bytes.count, by: 16_411) {
            try await upload.append(bytes[start..<min(start + 16_411, bytes.count)])
        }
        try await upload.finish()
        try await upload.append([1])
        #expect(FileManager.default.contents(atPath: upload.path) == Data(bytes))
        #expect(upload.byteCount == bytes.count && upload.digest == ContentHash(bytes).hex)
    }

    @Test("a file goes with its value, the folder with the last of them, off the tasks' threads")
    func end() async throws {
        let data = try TemporaryFolder()
        var folder: UploadFolder? = try await UploadFolder(dataPath: data.path, id: UUID())
        let path = try #require(folder?.absolutePath)
        func names() -> [String]? { try? FileManager.default.contentsOfDirectory(atPath: path) }
        var uploads = try (0..<2).map { _ in
            try MediaUpload(in: #require(folder), id: UUID(), originalName: nil)
        }
        folder = nil
        #expect(names()?.count == 2)
        uploads.removeLast()
        #expect(try await eventually { names()?.count == 1 })
        uploads.removeLast()
        #expect(try await eventually { names() == nil })
    }

    @Test("the sweep of a process that starts takes it from nobody, whenever it comes")
    func sweep() async throws {
        let data = try TemporaryFolder()
        let isOver = Mutex(false)
        let sweeper = Thread {
            while !isOver.withLock({ $0 }) { UploadFolder.sweep(dataPath: data.path, except: []) }
        }
        sweeper.start()
        defer {
            isOver.withLock { $0 = true }
            while !sweeper.isFinished { usleep(1_000) }
        }
        for _ in 0..<500 {
            let upload = try await MediaUpload(
                in: UploadFolder(dataPath: data.path, id: UUID()),
                id: UUID(),
                originalName: nil
            )
            #expect(FileManager.default.fileExists(atPath: upload.path))
        }
    }
}
