import Foundation
import Glibc
import Synchronization
import Upgrade

/// The files that an upload becomes, in the folder that the caller named.
final class ImageProcessOutput: Sendable {
    private let folder: String
    private let name: String
    private let format: ImageFormat
    private let written = Mutex<[String]>([])

    init(folder: String, name: String, format: ImageFormat) {
        self.folder = folder
        self.name = name
        self.format = format
    }

    /// Where a file of that name lies.
    func path(of file: ProcessedImage.File) -> String { "\(folder)/\(file.name)" }

    /// Writes the original, or one of its variants; `bytes` are an upright image without metadata.
    func write(_ bytes: [UInt8], variant: ImageVariant? = nil) async throws -> ProcessedImage.File {
        let facts = try ImageProbe.facts(of: bytes)
        let suffix = variant.map { "_\($0.rawValue)" } ?? ""
        let file = ProcessedImage.File(
            name: "\(name)\(suffix).\(format.fileExtension)",
            width: facts.width,
            height: facts.height,
            byteCount: bytes.count
        )
        let path = path(of: file)
        try await BlockingWork.run { [self] in
            try DurableFile.create(bytes, at: path)
            written.withLock { $0.append(path) }
        }
        return file
    }

    /// Gives the work a file to read that is none of the results, and that is gone afterwards.
    func withFile<Result>(of bytes: [UInt8], _ body: (_ path: String) async throws -> Result) async throws -> Result {
        let path = "\(folder)/\(name).mended"
        try await BlockingWork.run { try DurableFile.create(bytes, at: path) }
        defer { unlink(path) }
        return try await body(path)
    }

    /// Makes all of them durable.
    func sync() async throws {
        let folder = folder
        try await BlockingWork.run { try DurableFile.sync(folder) }
    }

    /// Removes what was written, after a failure.
    func remove() {
        for path in written.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}
