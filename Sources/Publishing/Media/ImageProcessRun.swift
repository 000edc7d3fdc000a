import Glibc
import Subprocess
import SystemPackage

/// One decoding, in a process of its own.
///
/// Decoders are where images attack. This one gets an open file and a pipe, may write no file, opens no format that its
/// makers call untrusted, and is killed when it takes too long or too much.
struct ImageProcessRun: Sendable {
    /// The program that sets limits and becomes another one (util-linux, prlimit(1)).
    static let limiter = "/usr/bin/prlimit"
    /// Seconds on a processor, and bytes of address space: enough for 12,000 × 12,000 pixels of any kind at 8 bits.
    private static let limits = ["--cpu=30", "--as=1610612736", "--fsize=0", "--core=0", "--nofile=64"]
    /// More than 2048 × 2048 pixels ever become.
    private static let outputLimit = 32 * 1_048_576

    private static let environment: Environment = .custom([
        "PATH": "/usr/bin:/bin", "LC_ALL": "C", "TMPDIR": "/nonexistent",
        // Only loaders that are fit for hostile input; one thread; never a temporary file, neither for pixels nor for
        // machine code.
        "VIPS_BLOCK_UNTRUSTED": "1", "VIPS_CONCURRENCY": "1", "VIPS_DISC_THRESHOLD": "100g", "VIPS_NOVECTOR": "1",
        "MALLOC_ARENA_MAX": "2",
    ])

    /// The path of vipsthumbnail.
    let vipsthumbnail: String

    /// The image in a file, rendered.
    ///
    /// - Throws: `ImageRefusal` of kind `malformed` when it cannot be decoded, `overLimits` when that took too much;
    ///   `CancellationError` after the process was killed because the task was cancelled.
    func render(_ input: String, as rendering: ImageProcessRendering) async throws -> [UInt8] {
        do {
            return try await attempt(input, as: rendering)
        } catch let refusal as ImageRefusal
            where rendering.convertsColors && refusal.detail?.contains("profile") == true
        {
            // Such as a profile for RGB in a grey image: browsers pass over it, and so do we.
            var plain = rendering
            plain.convertsColors = false
            return try await attempt(input, as: plain)
        }
    }

    private func attempt(_ input: String, as rendering: ImageProcessRendering) async throws -> [UInt8] {
        let descriptor = try WholeFile.open(input)
        defer { close(descriptor) }
        var options = PlatformOptions()
        // Nothing to clean up: it is killed at once.
        options.teardownSequence = []
        let arguments = Self.limits + ["--", vipsthumbnail, "stdin[\(rendering.inputOptions)]"] + rendering.arguments
        do {
            let result = try await run(
                .path(FilePath(Self.limiter)),
                arguments: Arguments(arguments),
                environment: Self.environment,
                workingDirectory: "/",
                platformOptions: options,
                input: .fileDescriptor(.init(rawValue: descriptor), closeAfterSpawningProcess: false),
                output: .bytes(limit: Self.outputLimit),
                error: .bytes(limit: 1 << 16)
            )
            try Task.checkCancellation()
            try Self.judge(result.terminationStatus, said: result.standardError, output: result.standardOutput)
            return result.standardOutput
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            guard error.code == .outputLimitExceeded else { throw error }
            throw Self.overLimits("more output than \(Self.outputLimit) bytes, or many warnings")
        }
    }

    private static func judge(_ status: TerminationStatus, said: [UInt8], output: [UInt8]) throws(ImageRefusal) {
        let words = String(decoding: said.prefix(500), as: UTF8.self)
        switch status {
        case .exited(0) where !output.isEmpty: return
        case .signaled(SIGKILL), .signaled(SIGXCPU): throw overLimits("\(status)")
        // prlimit, or the loader of shared libraries, could not start it.
        case .exited(126), .exited(127):
            throw ImageRefusal(
                .unavailable,
                "The program vipsthumbnail (package libvips-tools) does not run.",
                detail: words
            )
        case _ where words.contains("out of memory"): throw overLimits(words)
        default:
            throw ImageRefusal(
                .malformed,
                "The image is damaged or cut off, or the decoder does not know its kind.",
                detail: "\(status): \(words)"
            )
        }
    }

    private static func overLimits(_ detail: String?) -> ImageRefusal {
        ImageRefusal(.overLimits, "The image takes too long or too much memory to decode.", detail: detail)
    }

    /// The refusal of an image that was still being decoded at its deadline.
    static let timedOut = overLimits("deadline")
}
