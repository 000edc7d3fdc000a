import TestSupport
import Testing

@testable import Publishing

@Suite("The doctor on images")
struct DoctorImagesTests {
    private func finding(path: String) throws -> Finding {
        let folder = try TemporaryFolder()
        let configuration = try SiteConfiguration(
            environment: ["DATA_PATH": folder("data"), "SITE_URL": "https://alice.example.com", "PATH": path],
            dotEnv: nil
        )
        let data = try DataFolder(configuration: configuration, version: "test", now: { TakenOver.now })
        return try #require(Doctor(configuration: configuration, folder: data).checkImages().first)
    }

    @Test("without vipsthumbnail it says what becomes of every kind of upload")
    func missing() throws {
        let finding = try finding(path: "")
        #expect(finding.level == .warning)
        for words in ["vipsthumbnail", "smaller copies", "animations", "on their side are refused", "HEIC", "AVIF"] {
            #expect(finding.found.contains(words), "\(words)")
        }
        #expect(finding.mend.contains("libvips-tools"))
    }

    @Test("with it all is fine", .enabled(if: ImageTools.vipsthumbnail != nil, "needs vipsthumbnail"))
    func there() throws {
        #expect(try finding(path: "/usr/local/bin:/usr/bin:/bin").level == .fine)
    }
}
