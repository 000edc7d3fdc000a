import Foundation
import Publishing
import TestSupport
import Testing

/// The child process, played by small scripts.
@Suite("The decoder's process", .timeLimit(.minutes(10)))
struct ImageProcessLimitsTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Seconds to sleep that no other run of these tests sleeps, so that its process is known by them.
    private func sleep(_ seconds: Int) -> String { "\(seconds).\(ProcessInfo.processInfo.processIdentifier)" }

    /// A processor whose decoder is this shell script.
    private func processor(_ script: String, deadline: Duration = .seconds(50)) throws -> ImageProcessor {
        let path = folder("vipsthumbnail")
        _ = FileManager.default.createFile(
            atPath: path,
            contents: Data("#!/bin/sh\n\(script)\n".utf8),
            attributes: [.posixPermissions: 0o700]
        )
        return ImageProcessor(vipsthumbnail: path, deadline: deadline)
    }

    private func process(with processor: ImageProcessor) async throws -> ProcessedImage {
        let output = folder("output")
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        return try await processor.process(upload: ImageSample.named("photo.jpg").path, into: output, name: "x")
    }

    /// Children of this process that nobody has waited for.
    private func zombies() -> Set<String> {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(
            processes.filter { process in
                guard Int(process) != nil,
                    let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
                else { return false }
                // After the name in parentheses: state and parent.
                let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
                return fields.count > 2 && fields[1] == "Z"
                    && fields[2] == "\(ProcessInfo.processInfo.processIdentifier)"
            }
        )
    }

    /// Whether a process with this word among its arguments runs.
    private func isRunning(_ word: String) -> Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.contains { process in
            guard Int(process) != nil, let file = FileHandle(forReadingAtPath: "/proc/\(process)/cmdline") else {
                return false
            }
            return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self).contains(word)
        }
    }

    private func waitUntil(_ condition: () -> Bool) async throws {
        for _ in 0..<500 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(condition())
    }

    @Test("is killed at the deadline")
    func deadline() async throws {
        let slow = try processor("exec sleep \(sleep(61))", deadline: .milliseconds(300))
        let refusal = await #expect(throws: ImageRefusal.self) { try await process(with: slow) }
        #expect(refusal?.kind == .overLimits)
        #expect(!isRunning(sleep(61)))
        let seen = zombies()
        try await waitUntil { zombies().isDisjoint(with: seen) }
    }

    @Test("is killed when the task is cancelled")
    func cancellation() async throws {
        let slow = try processor("exec sleep \(sleep(62))")
        let task = Task { try await process(with: slow) }
        try await waitUntil { isRunning(sleep(62)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!isRunning(sleep(62)))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder("output")).isEmpty)
    }

    @Test("gets no environment but ours, and may write no file")
    func sandbox() async throws {
        let script = try processor("(env; ulimit -f; ulimit -c; pwd; echo $#) >&2; exit 1")
        let refusal = await #expect(throws: ImageRefusal.self) { try await process(with: script) }
        #expect(refusal?.kind == .malformed)
        let lines = try #require(refusal?.detail).split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasSuffix("VIPS_BLOCK_UNTRUSTED=1") })
        let ours = ["PATH", "LC_ALL", "TMPDIR", "VIPS_", "MALLOC_ARENA_MAX", "PWD"]
        for line in lines.dropFirst() where line.contains("=") {
            #expect(ours.contains { line.hasPrefix($0) }, "\(line)")
        }
        #expect(lines.suffix(4).dropLast() == ["0", "0", "/"])
        #expect(refusal?.reason.contains("VIPS") == false)
    }

    @Test(
        "that fails or says nonsense leaves no file",
        arguments: [
            ("exit 1", ImageRefusal.Kind.malformed), ("exit 0", .malformed), ("echo nonsense", .malformed),
            ("kill -SEGV $$", .malformed), ("kill -KILL $$", .overLimits), ("exit 127", .unavailable),
            ("echo 'out of memory' >&2; exit 1", .overLimits), ("exec yes", .overLimits), ("exec yes >&2", .overLimits),
            ("printf '\\377\\330\\377'", .malformed),
        ]
    )
    func failures(script: String, kind: ImageRefusal.Kind) async throws {
        let failing = try processor(script)
        let refusal = await #expect(throws: ImageRefusal.self) { try await process(with: failing) }
        #expect(refusal?.kind == kind, "\(refusal?.description ?? "")")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder("output")).isEmpty)
    }

    @Test(
        "that writes more than 10 MB is asked for less quality, then for less size",
        arguments: [
            ("*Q=95*", true), ("*2048*|*1638*", true), ("*Q=*", false),
        ]
    )
    func shrinking(large: String, ends: Bool) async throws {
        try Data(ImageBuilder.plainJPEG().dropLast(2)).write(to: URL(filePath: folder("head")))
        // Zeros are codes like others, for all that this program looks at.
        let encoder = try processor(
            """
            cat '\(folder("head"))'
            case "$*" in \(large)) head -c 11000000 /dev/zero ;; esac
            printf '\\377\\331'
            """,
            // Many times 11 MB, on a machine that does much else.
            deadline: .seconds(600)
        )
        if ends {
            let image = try await process(with: encoder)
            #expect(try image.original.byteCount == ImageBuilder.plainJPEG().count)
        } else {
            let refusal = await #expect(throws: ImageRefusal.self) { try await process(with: encoder) }
            #expect(refusal?.kind == .tooLarge)
        }
    }

    @Test("that is gone is said to be missing")
    func missing() async throws {
        let gone = ImageProcessor(vipsthumbnail: folder("none"))
        let refusal = await #expect(throws: ImageRefusal.self) { try await process(with: gone) }
        #expect(refusal?.kind == .unavailable)
    }

    @Test("runs twice at once, however many uploads there are")
    func atOnce() async throws {
        let slow = try processor("exec sleep \(sleep(63))", deadline: .milliseconds(400))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask { await #expect(throws: ImageRefusal.self) { try await process(with: slow) } }
            }
            let word = Data("sleep\u{0}\(sleep(63))".utf8)
            var most = 0
            for _ in 0..<20 {
                let count = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.count { process in
                    let file = FileHandle(forReadingAtPath: "/proc/\(process)/cmdline")
                    // A process that has just ended cannot be read any more.
                    let line = (try? file?.readToEnd()) ?? Data()
                    return line.starts(with: word)
                }
                most = max(most, count ?? 0)
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect((1...2).contains(most))
            try await group.waitForAll()
        }
    }
}
