import Foundation
import Testing

/// Compares bytes with a file in Snapshots, which a run with `RECORD_SNAPSHOTS=1` writes anew.
///
/// The name of the stylesheet follows its content; a change of colour is no change of every page.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let text = text.replacing(/site\.[0-9a-f]{12}\.css/, with: "site.DIGEST.css")
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        try Data(text.utf8).write(to: file)
        return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    guard text != expected else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let difference = lines.difference(from: expectedLines).map { change in
        switch change {
        case .remove(let line, let text, _): "\(line + 1) - \(text)"
        case .insert(let line, let text, _): "\(line + 1) + \(text)"
        }
    }
    Issue.record("\(name) differs:\n\(difference.joined(separator: "\n"))", sourceLocation: sourceLocation)
}
