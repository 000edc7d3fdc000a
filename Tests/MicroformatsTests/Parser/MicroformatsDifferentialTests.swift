import Foundation
import Microformats
import Testing

/// One half of `Tests/Differential/microformats.py`, which says how to run it.
@Suite("Microformats, as other parsers read them", .enabled(if: folder != nil))
struct MicroformatsDifferentialTests {
    @Test("the pages of a folder are written as JSON beside them")
    func write() throws {
        let folder = URL(filePath: try #require(folder), directoryHint: .isDirectory)
        for page in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where page.pathExtension == "html" {
            let html = String(decoding: try Data(contentsOf: page), as: UTF8.self)
            let document = try #require(MicroformatsDocument(html: html, url: ParserCase.page))
            let json = Data(MicroformatsJSON.text(of: document).utf8)
            try json.write(to: page.deletingPathExtension().appendingPathExtension("json"))
        }
    }
}

private let folder = ProcessInfo.processInfo.environment["MICROFORMATS_PAGES"]
