import Foundation
import Synchronization

/// The built program, run as its users run it.
package enum Program {
    /// What a run left behind.
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String

        /// Standard output as a JSON object.
        package var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any] ?? [:]
        }
    }

    /// The executable, built before the tests.
    package static let path =
        ProcessInfo.processInfo.environment["STARPUNK"] ?? Repository.root + "/.build/debug/starpunk"

    /// Runs to the end; `wrapper` is a program with its arguments that is to run it, such as `setpriv`.
    package static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: String? = nil,
        wrapper: [String] = []
    ) throws -> Result {
        let process = Process()
        let words = wrapper + [path] + arguments
        process.executableURL = URL(filePath: words[0].hasPrefix("/") ? words[0] : "/usr/bin/env")
        process.arguments = words[0].hasPrefix("/") ? Array(words.dropFirst()) : words
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent"].merging(environment) {
            $1
        }
        process.currentDirectoryURL = URL(filePath: folder ?? NSTemporaryDirectory())
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let collected = Mutex(Data())
        let reader = Thread {
            let data = errors.fileHandleForReading.readDataToEndOfFile()
            collected.withLock { $0 = data }
        }
        reader.start()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        while !reader.isFinished { usleep(1000) }
        return Result(
            status: process.terminationStatus,
            output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: collected.withLock { $0 }, as: UTF8.self)
        )
    }
}
