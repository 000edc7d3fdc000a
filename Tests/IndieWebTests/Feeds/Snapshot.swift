import Foundation
import Testing

/// Compares a document with a file in Snapshots, which a run with `RECORD_SNAPSHOTS=1` writes anew.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appending(path: "Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        try Data(text.utf8).write(to: file)
        return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    guard text != expected else { return }
    let lines = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
    let difference = lines.first { $0 != $1 }.map { "is \($0)\nnot \($1)" } ?? "one goes on after the other"
    Issue.record("\(name) differs:\n\(difference)", sourceLocation: sourceLocation)
}
