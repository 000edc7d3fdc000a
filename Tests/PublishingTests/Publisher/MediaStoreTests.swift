import Foundation
import GRDB
import IndieWeb
import TestSupport
import Testing
import Upgrade

@testable import Publishing

@Suite("Uploads that are stored")
struct MediaStoreTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    @Test("the same picture many times at once is one file with one row")
    func atOnce() async throws {
        let tasks = try await site.holdingDatabase {
            let tasks = (0..<12).map { _ in Task { try await site.upload() } }
            try await site.untilChangesWait(12)
            return tasks
        }
        var urls: Set<String> = []
        for task in tasks { urls.insert(try await task.value) }
        #expect(urls.count == 1)
        #expect(try site.value("SELECT count(*) FROM media") == "1")
        #expect(try site.value("SELECT count(*) FROM media WHERE source_hash IS NULL") == "0")
        #expect(site.mediaFiles.count == 1)
    }

    @Test("a picture whose file was lost is back, at its address, when it is sent again")
    func lostFile() async throws {
        let url = try await site.upload()
        try FileManager.default.removeItem(atPath: site.path("media"))
        #expect(try await site.upload() == url)
        #expect(site.isThere(url))
        #expect(try site.value("SELECT count(*) FROM media") == "1")
    }

    @Test(
        "a picture stored while there was no decoder gets its smaller copies when it is sent again",
        .enabled(if: ImageTools.vipsthumbnail != nil, "needs vipsthumbnail")
    )
    func laterDecoder() async throws {
        let url = try await site.upload()
        let decoding = try site.anotherPublisher(vipsthumbnail: ImageTools.vipsthumbnail)
        for _ in 0..<2 { #expect(try await site.upload(through: decoding) == url) }
        let name = url.replacing("https://alice.example.com/media/", with: "").replacing(".png", with: "")
        #expect(site.mediaFiles == ["\(name).png", "\(name)_small.png", "\(name)_thumb.png"])
        let kinds = "SELECT group_concat(variant_type) FROM (SELECT * FROM media_variants ORDER BY variant_type)"
        #expect(try site.value(kinds) == "original,small,thumb")
        try FileManager.default.removeItem(atPath: site.path("media/\(name)_thumb.png"))
        #expect(try await site.upload(through: decoding) == url)
        #expect(site.mediaFiles.count == 3)
        #expect(
            try await eventually {
                try FileManager.default.contentsOfDirectory(atPath: site.path("media/.tmp")).isEmpty
            }
        )
    }

    private func list(_ change: (inout MicropubMediaList) -> Void = { _ in }) async throws -> MediaList {
        var request = MicropubMediaList()
        change(&request)
        return try await MediaQuery(reader: site.database, siteURL: site.configuration.siteURL).list(request)
    }

    private func urls(_ list: MediaList) -> [String] {
        list.items.map { $0.url(siteURL: site.configuration.siteURL) }
    }

    @Test("MP-073 what was sent last is the newest, also when it was sent before, and a post shows it")
    func order() async throws {
        var sent: [String] = []
        for side in 1...5 { sent.append(try await site.upload(ImageBuilder.png(side, side))) }
        _ = try await site.create(["photo": [.string(sent[1])]])
        #expect(try await site.upload(ImageBuilder.png(2, 2)) == sent[1])
        #expect(try await urls(list()) == [sent[1], sent[4], sent[3], sent[2], sent[0]])
        #expect(try await urls(list { $0.limit = 1 }) == [sent[1]])
    }

    @Test("MP-073 pages neither repeat nor leave out what nobody touches while they are read")
    func paging() async throws {
        var sent: [String] = []
        for side in 1...6 { sent.append(try await site.upload(ImageBuilder.png(side, side))) }
        let first = try await list { $0.limit = 2 }
        #expect(urls(first) == [sent[5], sent[4]])
        // The last of the page and one of a later page are sent again.
        _ = try await site.upload(ImageBuilder.png(5, 5))
        _ = try await site.upload(ImageBuilder.png(2, 2))
        let second = try await list { ($0.limit, $0.after) = (2, first.after) }
        #expect(urls(second) == [sent[3], sent[2]])
        let third = try await list { ($0.limit, $0.after) = (2, second.after) }
        #expect(urls(third) == [sent[0]])
        #expect(third.after == nil)
        let back = try await list { ($0.limit, $0.before) = (10, second.before) }
        #expect(urls(back) == [sent[1], sent[4], sent[5]])
        #expect(back.before == nil)
    }

    @Test("MP-074 an upload whose file cannot be removed is not said to be deleted, and the sweep leaves it")
    func stuckUpload() async throws {
        let url = try await site.upload()
        let month = site.path("media/\(try #require(site.mediaFiles.first).prefix(7))")
        try FileManager.default.moveItem(atPath: month, toPath: site.path("elsewhere"))
        try FileManager.default.createSymbolicLink(atPath: month, withDestinationPath: site.path("elsewhere"))
        await #expect(throws: SystemCallError.self) { try await site.publisher.deleteMedia(url: url) }
        for _ in 1...2 {
            #expect(try await site.publisher.sweepMedia(unusedBefore: site.clock.now).isEmpty)
            site.wait(10)
        }
        #expect(try site.value("SELECT count(*) FROM media") == "1")
        #expect(site.log.messages.contains { $0.hasPrefix("an upload that nothing shows stays") })
    }

    @Test("MP-073 MP-074 an upload is known by the address of a smaller copy")
    func addressOfCopy() async throws {
        let url = try await site.upload()
        let copy = try await site.addCopy(of: url)
        #expect(try await urls(list { $0.url = copy }) == [url])
        let post = try await site.create(["photo": [.string(copy)], "featured": [.string(copy)]])
        #expect(try site.value("SELECT properties FROM notes")?.contains("_medium") == false)
        await #expect(throws: PublishingError.mediaInUse(copy)) { try await site.publisher.deleteMedia(url: copy) }
        try await site.publisher.delete(slug: post)
        site.wait(10)
        _ = try site.publisher.purge(deletedBefore: site.clock.now)
        try await site.publisher.deleteMedia(url: copy)
        #expect(try site.value("SELECT count(*) FROM media") == "0")
        #expect(site.mediaFiles.isEmpty)
        await #expect(throws: PublishingError.unknownMedia(copy)) { try await site.publisher.deleteMedia(url: copy) }
    }
}
