import Foundation
import Glibc

/// Makes of an uploaded file the images that are published (MP-072).
///
/// What is stored never carries metadata or foreign bytes: a still image is decoded and encoded anew in a process of its
/// own; an animation, whose frames must stay as they are, is decoded there to see that it is one, and rewritten part by part.
package struct ImageProcessor: Sendable {
    /// Bytes that a stored image may have.
    static let outputLimit = 10 << 20
    /// Images that are worked on at once, and those of them that may be larger than `largePixels`.
    private static let atOnce = (all: 2, large: 1)
    private static let largePixels = 40_000_000
    private static let variantQuality = 85

    private let run: ImageProcessRun?
    private let deadline: Duration
    private let permits = AsyncSemaphore(atOnce.all)
    private let largePermits = AsyncSemaphore(atOnce.large)

    /// A processor that decodes with a program; copies of it share the permits.
    ///
    /// - Parameters:
    ///   - vipsthumbnail: the program's path, nil when there is none: then images are stored as they are, less their metadata,
    ///     without variants.
    ///   - deadline: how long the decoding for one upload may take in all.
    package init(vipsthumbnail: String?, deadline: Duration = .seconds(60)) {
        run = Self.canLimit ? vipsthumbnail.map(ImageProcessRun.init) : nil
        self.deadline = deadline
    }

    /// Whether this machine can set limits; without them no decoder runs.
    static var canLimit: Bool { access(ImageProcessRun.limiter, X_OK) == 0 }

    /// Whether pictures are decoded: only then can they be turned, and have smaller copies.
    package var hasDecoder: Bool { run != nil }

    /// The absolute path of vipsthumbnail in a list of folders such as `PATH`, nil when it is in none.
    package static func locate(in path: String) -> String? {
        path.split(separator: ":").lazy.filter { $0.hasPrefix("/") }.map { "\($0)/vipsthumbnail" }.first { candidate in
            var status = stat()
            return stat(candidate, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(candidate, X_OK) == 0
        }
    }

    /// Turns a received file into an original and its variants, all durable when this returns.
    ///
    /// The files are readable by their owner alone. When it throws, it has left none.
    ///
    /// - Parameters:
    ///   - upload: the path of the received file, which stays as it is.
    ///   - folder: the path of the folder for the results.
    ///   - name: what their names begin with, such as a UUID. Nothing that a client chose.
    /// - Returns: the files.
    /// - Throws: `ImageRefusal` when the upload is not taken, `SystemCallError` when a file cannot be read or written,
    ///   `CancellationError` when the task was cancelled.
    package func process(upload: String, into folder: String, name: String) async throws -> ProcessedImage {
        try await permits.withPermit {
            let examined = try await BlockingWork.run { [hasDecoder] in
                try ImageProcessExamination(upload: upload, hasDecoder: hasDecoder)
            }
            let output = ImageProcessOutput(folder: folder, name: name, format: examined.facts.format)
            do {
                let files = try await files(of: examined, upload: upload, output: output)
                try await output.sync()
                return ProcessedImage(
                    mimeType: examined.facts.format.mimeType,
                    original: files.original,
                    variants: files.variants
                )
            } catch {
                output.remove()
                throw error
            }
        }
    }

    private typealias Files = (
        original: ProcessedImage.File, variants: [(kind: ImageVariant, file: ProcessedImage.File)]
    )

    private func files(
        of examined: ImageProcessExamination,
        upload: String,
        output: ImageProcessOutput
    ) async throws -> Files {
        guard let run else { return (try await output.write(examined.fitForStorage()), []) }
        let isLarge = examined.facts.width * examined.facts.height > Self.largePixels
        let decode = {
            try await within(deadline) {
                if examined.facts.isAnimated { return try await Self.animation(examined, run: run, output: output) }
                guard let mended = examined.mended else {
                    return try await Self.decode(upload, examined, run: run, output: output)
                }
                return try await output.withFile(of: mended) { path in
                    try await Self.decode(path, examined, run: run, output: output)
                }
            }
        }
        return isLarge ? try await largePermits.withPermit(decode) : try await decode()
    }

    /// The animation as it was sent, less its metadata, once all of its frames are known to be frames, and a square cut of the
    /// first. It has no other copy: pages would show a still one in its place.
    private static func animation(
        _ examined: ImageProcessExamination,
        run: ImageProcessRun,
        output: ImageProcessOutput
    ) async throws -> Files {
        let format = examined.facts.format
        let stored = try examined.fitForStorage()
        let original = try await output.write(stored)
        _ = try await run.render(output.path(of: original), as: .proof(of: format))
        let thumb = ImageVariant.thumb
        guard thumb.fits(width: original.width, height: original.height) else { return (original, []) }
        // The animation keeps its colour profile, which the copy does without.
        let convertsColors = try ImageProbe.facts(of: stored).hasColorProfile
        let copy = try await variant(
            thumb,
            of: original,
            examined,
            run: run,
            output: output,
            convertsColors: convertsColors
        )
        return (original, [copy])
    }

    /// The original, then the variants from that: it is smaller than the upload, and of our own making.
    private static func decode(
        _ upload: String,
        _ examined: ImageProcessExamination,
        run: ImageProcessRun,
        output: ImageProcessOutput
    ) async throws -> Files {
        let original = try await output.write(original(upload, examined, run: run))
        var variants: [(kind: ImageVariant, file: ProcessedImage.File)] = []
        for kind in ImageVariant.allCases where kind.fits(width: original.width, height: original.height) {
            variants.append(try await variant(kind, of: original, examined, run: run, output: output))
        }
        return (original, variants)
    }

    private static func variant(
        _ kind: ImageVariant,
        of original: ProcessedImage.File,
        _ examined: ImageProcessExamination,
        run: ImageProcessRun,
        output: ImageProcessOutput,
        convertsColors: Bool = false
    ) async throws -> (kind: ImageVariant, file: ProcessedImage.File) {
        let rendering = ImageProcessRendering(
            format: examined.facts.format,
            fit: kind == .thumb ? .square(kind.width) : .width(kind.width),
            quality: variantQuality,
            isLossless: examined.isLossless,
            convertsColors: convertsColors
        )
        let bytes = try await run.render(output.path(of: original), as: rendering)
        return (kind, try await output.write(clean(bytes, rendering.format), variant: kind))
    }

    private static func original(
        _ upload: String,
        _ examined: ImageProcessExamination,
        run: ImageProcessRun
    ) async throws -> [UInt8] {
        for attempt in ImageProcessRendering.attempts(examined) {
            let bytes = try await run.render(upload, as: attempt)
            // A GIF that need not shrink keeps its exact colours, which encoding anew would not. That it can be decoded is
            // known now.
            if let stripped = examined.stripped, attempt.fit.holds(examined.facts), stripped.count <= outputLimit {
                return stripped
            }
            if bytes.count <= outputLimit { return try clean(bytes, attempt.format) }
        }
        throw ImageRefusal(
            .tooLarge,
            "The image stays larger than \(outputLimit >> 20) MB, however it is stored."
        )
    }

    /// The encoder was told to write no metadata; this is the second lock on the same door.
    private static func clean(_ bytes: [UInt8], _ format: ImageFormat) throws(ImageRefusal) -> [UInt8] {
        format == .avif ? bytes : try ImageStripper.strip(bytes, format: format.stored)
    }
}

/// Runs work that is cancelled, and waited for, when it takes longer.
private func within<Value: Sendable>(
    _ deadline: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: deadline)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw ImageProcessRun.timedOut }
        return value
    }
}
