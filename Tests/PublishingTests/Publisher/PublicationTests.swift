import Foundation
import GRDB
import IndieWeb
import Testing

@testable import Publishing

/// The clock of the fixture begins at 2026-11-22 16:00:00.
@Suite("Publisher: coming out and going offline")
struct PublicationTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    private func status(_ status: PostStatus, _ slug: String, mayPublish: Bool = true) async throws {
        try await site.update(slug, mayPublish: mayPublish) { $0.replace["post-status"] = [.string(status.rawValue)] }
    }

    @Test("MP-033 a post that is taken offline and published again keeps its date")
    func republication() async throws {
        let slug = try await site.create(["content": ["x"]], slug: "old")
        site.wait(86_400)
        try await status(.draft, slug)
        #expect(try await site.source(slug, "published") == #"["2026-11-22T16:00:00+00:00"]"#)
        try await site.update(slug) { $0.replace["content"] = ["y"] }
        site.wait(86_400)
        try await status(.published, slug)
        #expect(try site.column("created_at", of: slug) == "2026-11-22 16:00:00")
        #expect(try site.column("updated_at", of: slug) == "2026-11-24 16:00:00", "it was seen, and is revised")
    }

    @Test("so does a note of the Python releases, to the microsecond")
    func pythonNote() async throws {
        let slug = try await site.create(["content": ["x"]], slug: "python")
        try await site.database.write {
            try $0.execute(sql: "UPDATE notes SET properties = NULL, created_at = '2020-01-02 03:04:05.678901'")
        }
        try await status(.draft, slug)
        try await status(.published, slug)
        #expect(try site.column("created_at", of: slug) == "2020-01-02 03:04:05.678901")
    }

    /// What a client writes back of `q=source` when its user has changed something else.
    private func echo(_ slug: String) async throws -> MicroformatsProperties {
        let json = try await site.post(slug).microformats(siteURL: site.configuration.siteURL)
        return MicroformatsProperties(try #require(json["properties"]?.objectValue))
    }

    @Test("MP-033 a draft is published now, also by a client that writes back all that it was given")
    func echoOfDraft() async throws {
        let slug = try await site.create(["content": ["x"], "post-status": ["draft"]], slug: "draft")
        site.wait(60)
        try await site.update(slug) { $0.replace["content"] = ["y"] }
        #expect(try await site.source(slug, "published") == nil)
        site.wait(86_400 * 21)
        var properties = try await echo(slug)
        properties["post-status"] = ["published"]
        try await site.update(slug) { $0.replace = properties }
        #expect(try site.column("created_at", of: slug) == "2026-12-13 16:01:00")
        #expect(try await !site.post(slug).isRevised)
    }

    @Test(
        "a post that comes back as it was, with its address, is not changed",
        arguments: [
            [:], ["post-status": ["draft"]], ["published": ["2026-11-01T10:00:00+01:00"]], ["visibility": ["private"]],
        ] as [MicroformatsProperties]
    )
    func wholeEcho(properties: MicroformatsProperties) async throws {
        var properties = properties
        properties["content"] = ["x"]
        let slug = try await site.create(properties, slug: "same")
        let before = try await site.post(slug)
        site.wait(60)
        let all = try await echo(slug)
        #expect(all.text("url") == "https://alice.example.com/note/same")
        try await site.update(slug) { $0.replace = all }
        try await site.update(slug) { $0.replace["url"] = ["https://elsewhere.example/"] }
        #expect(try await site.post(slug) == before)
    }

    @Test("a draft keeps the date that its author gave it, or that it had before it was taken offline")
    func dateOfDraft() async throws {
        let date = "2026-11-01T10:00:00+01:00"
        let slug = try await site.create(["content": ["x"], "post-status": ["draft"], "published": [.string(date)]])
        #expect(try await site.source(slug, "published") == "[\"\(date)\"]")
        let other = try await site.create(["content": ["x"]], slug: "offline")
        site.wait(60)
        var properties = try await echo(other)
        properties["post-status"] = ["draft"]
        try await site.update(other) { $0.replace = properties }
        #expect(try await site.source(other, "published") == #"["2026-11-22T16:00:00+00:00"]"#)
        site.wait(60)
        properties = try await echo(other)
        properties["post-status"] = ["published"]
        try await site.update(other) { $0.replace = properties }
        #expect(try site.column("created_at", of: other) == "2026-11-22 16:00:00")
    }

    @Test("an edit is seen, also when the client writes back when the post was changed before")
    func echoOfRevision() async throws {
        let slug = try await site.create(["content": ["x"]], slug: "edited")
        for (words, time) in [("y", "2026-11-22 16:01:00"), ("z", "2026-11-22 16:02:00")] {
            site.wait(60)
            var properties = try await echo(slug)
            properties["content"] = [.string(words)]
            try await site.update(slug) { $0.replace = properties }
            #expect(try site.column("updated_at", of: slug) == time)
        }
        site.wait(60)
        let all = try await echo(slug)
        try await site.update(slug) { $0.replace = all }
        #expect(
            try site.column("updated_at", of: slug) == "2026-11-22 16:02:00",
            "nothing is said, and nothing changes"
        )
        let stated = "2026-11-22T17:01:30+01:00"
        try await site.update(slug) { $0.replace = ["content": ["a"], "updated": [.string(stated)]] }
        #expect(try site.column("updated_at", of: slug) == "2026-11-22 16:01:30", "another time counts")
    }

    /// What the address of a post answers others than its owner.
    private func lookup(_ slug: String) async throws -> PostLookup {
        try await Site(configuration: site.configuration, reader: site.database) { [clock = site.clock] in clock.now }
            .post(slug: slug)
    }

    @Test(
        "the deletion of a post that was not for others does not tell that there was one, nor does its purge",
        arguments: [
            ["post-status": ["draft"]], ["visibility": ["private"]], ["published": ["2026-11-23T00:00:00Z"]],
        ] as [MicroformatsProperties]
    )
    func hiddenDeletion(properties: MicroformatsProperties) async throws {
        var properties = properties
        properties["content"] = ["x"]
        let slug = try await site.create(properties, slug: "hidden")
        if properties["visibility"] == ["private"] {
            try await site.update("hidden") { $0.commands.slug = "elsewhere" }
            try await site.update("elsewhere") { $0.commands.slug = "hidden" }
        }
        try await site.publisher.delete(slug: slug)
        #expect(try await lookup(slug) == .hidden)
        site.wait(86_400 * 7)
        #expect(try await lookup(slug) == .hidden, "nor when its time would have come")
        #expect(try site.publisher.purge(deletedBefore: site.clock.now).map(\.slug) == [slug])
        #expect(try await lookup(slug) == .missing)
        #expect(try await lookup("elsewhere") == .missing)
    }

    @Test(
        "nor does that of a private post that is to be for others, but never was",
        arguments: [
            ["post-status": ["draft"], "visibility": ["public"]],
            ["post-status": ["draft"], "visibility": ["unlisted"]],
            ["published": ["2027-01-01T00:00:00Z"], "visibility": ["public"]],
        ] as [MicroformatsProperties],
        [false, true]
    )
    func unseenDeletion(change: MicroformatsProperties, isDraftBefore: Bool) async throws {
        _ = try await site.create(["content": ["x"], "visibility": ["private"]], slug: "first")
        try await site.update("first") { $0.commands.slug = "q1" }
        #expect(try await site.post("first").slug == "q1", "its owner is led on")
        if isDraftBefore { try await status(.draft, "q1") }
        try await site.update("q1") { $0.replace = change }
        try await site.publisher.delete(slug: "q1")
        #expect(try await lookup("q1") == .hidden)
        #expect(try await lookup("first") == .missing)
        site.wait(60)
        #expect(try site.publisher.purge(deletedBefore: site.clock.now).map(\.slug) == ["q1"])
        #expect(try await lookup("q1") == .missing)
        #expect(try await site.create(["content": ["y"]], slug: "q1") == "q1")
    }

    @Test("the address of a post that others saw says that it is gone, in whatever state it was deleted")
    func seenDeletion() async throws {
        for (slug, visibility) in [("public", "public"), ("unlisted", "unlisted")] {
            _ = try await site.create(["content": ["x"], "visibility": [.string(visibility)]], slug: slug)
            try await site.update(slug) { $0.commands.slug = "\(slug)-b" }
            try await status(.draft, slug)
            #expect(try await lookup(slug) == .hidden)
            try await site.publisher.delete(slug: slug)
            for address in [slug, "\(slug)-b"] { #expect(try await lookup(address) == .deleted, "\(address)") }
            site.wait(60)
            _ = try site.publisher.purge(deletedBefore: site.clock.now)
            for address in [slug, "\(slug)-b"] { #expect(try await lookup(address) == .deleted, "\(address)") }
        }
    }

    @Test("a date that is forgotten while the post is offline is the present one when it comes out")
    func forgottenDate() async throws {
        let slug = try await site.create(["content": ["x"]], slug: "again")
        try await status(.draft, slug)
        try await site.update(slug) { $0.deletedNames = ["published"] }
        site.wait(86_400)
        try await status(.published, slug)
        #expect(try site.column("created_at", of: slug) == "2026-11-23 16:00:00")
    }

    @Test(
        "a scheduled post comes out now without its date, or with a past one, and was not revised",
        arguments: [nil, "2026-11-22T15:00:00Z"]
    )
    func unscheduled(date: String?) async throws {
        let slug = try await site.create(["content": ["x"], "published": ["2027-01-01T00:00:00Z"]], slug: "later")
        site.wait(60)
        try await site.update(slug) { $0.add["category"] = ["a"] }
        let isRevised = try await site.post(slug).isRevised
        #expect(!isRevised)
        #expect(try site.column("created_at", of: slug) == "2027-01-01 00:00:00")
        try await site.update(slug) { update in
            if let date { update.replace["published"] = [.string(date)] } else { update.deletedNames = ["published"] }
        }
        #expect(
            try site.column("created_at", of: slug) == (date == nil ? "2026-11-22 16:01:00" : "2026-11-22 15:00:00")
        )
        let post = try await site.post(slug)
        #expect(!post.isRevised && post.status == .published)
    }

    @Test("the date of a post that is out stays when the property goes")
    func propertyOfDate() async throws {
        let slug = try await site.create(["content": ["x"], "published": ["2020-01-01T00:00:00+01:00"]])
        try await site.update(slug) { $0.deletedNames = ["published"] }
        #expect(try site.column("created_at", of: slug) == "2019-12-31 23:00:00")
    }

    @Test("a revision in the future is one of now")
    func futureRevision() async throws {
        let slug = try await site.create(["content": ["x"], "updated": ["2099-01-01T00:00:00Z"]], slug: "future")
        #expect(try site.column("updated_at", of: slug) == "2026-11-22 16:00:00")
        #expect(try await site.source(slug, "updated") == #"["2026-11-22T16:00:00+00:00"]"#)
        site.wait(60)
        try await site.update(slug) { $0.replace["updated"] = ["2098-01-01T00:00:00Z"] }
        #expect(try site.column("updated_at", of: slug) == "2026-11-22 16:01:00")
        let stated = "2026-11-22T17:00:30+01:00"
        try await site.update(slug) { $0.replace["updated"] = [.string(stated)] }
        #expect(try site.column("updated_at", of: slug) == "2026-11-22 16:00:30")
        #expect(try await site.source(slug, "updated") == #"["\#(stated)"]"#)
    }

    @Test(
        "MP-014 who may only make drafts shows nothing to anybody who could not see it",
        arguments: [
            (["post-status": ["draft"]], ["post-status": ["published"]]),
            (["published": ["2027-01-01T00:00:00Z"]], ["published": ["2020-01-01T00:00:00Z"]]),
            (["published": ["2027-01-01T00:00:00Z"]], ["published": ["2026-12-01T00:00:00Z"]]),
            (["post-status": ["draft"]], ["post-status": ["published"], "published": ["2027-01-01T00:00:00Z"]]),
            (["visibility": ["private"]], ["visibility": ["public"]]),
            (["visibility": ["private"]], ["visibility": ["unlisted"]]),
            (["visibility": ["unlisted"]], ["visibility": ["public"]]),
        ] as [(MicroformatsProperties, MicroformatsProperties)]
    )
    func draftsOnly(before: MicroformatsProperties, change: MicroformatsProperties) async throws {
        var properties = before
        properties["content"] = ["x"]
        let slug = try await site.create(properties)
        await #expect(throws: PublishingError.wouldPublish) {
            try await site.update(slug, mayPublish: false) { $0.replace = change }
        }
        try await site.update(slug) { $0.replace = change }
    }

    @Test(
        "MP-014 and may change what is hidden or out already",
        arguments: [
            (["post-status": ["draft"]], ["content": ["y"], "visibility": ["private"]]),
            (["post-status": ["draft"], "visibility": ["private"]], ["visibility": ["public"]]),
            (["published": ["2027-01-01T00:00:00Z"]], ["content": ["y"], "published": ["2028-01-01T00:00:00Z"]]),
            (["visibility": ["private"]], ["content": ["y"]]), ([:], ["content": ["y"]]),
            ([:], ["published": ["2020-01-01T00:00:00Z"]]), ([:], ["post-status": ["draft"]]),
        ] as [(MicroformatsProperties, MicroformatsProperties)]
    )
    func harmless(before: MicroformatsProperties, change: MicroformatsProperties) async throws {
        var properties = before
        properties["content"] = ["x"]
        let slug = try await site.create(properties)
        try await site.update(slug, mayPublish: false) { $0.replace = change }
    }

    @Test(
        "an address that nobody saw is free again",
        arguments: [["post-status": ["draft"]], ["published": ["2027-01-01T00:00:00Z"]]] as [MicroformatsProperties]
    )
    func unseenAddress(properties: MicroformatsProperties) async throws {
        var properties = properties
        properties["content"] = ["x"]
        _ = try await site.create(properties, slug: "d1")
        #expect(try await site.update("d1") { $0.commands.slug = "d2" } == "d2")
        #expect(try await site.create(["content": ["y"]], slug: "d1") == "d1")
    }

    @Test("an address that somebody saw leads on, whatever became of the post in between")
    func seenAddress() async throws {
        for (slug, properties) in [
            ("public", [:]), ("unlisted", ["visibility": ["unlisted"]]), ("private", ["visibility": ["private"]]),
        ] as [(String, MicroformatsProperties)] {
            var properties = properties
            properties["content"] = ["x"]
            _ = try await site.create(properties, slug: slug)
            try await status(.draft, slug)
            try await site.update(slug) { $0.commands.slug = "\(slug)-b" }
            try await site.update("\(slug)-b") { $0.commands.slug = slug }
            try await site.update(slug) { $0.commands.slug = "\(slug)-c" }
            #expect(try await site.create(["content": ["y"]], slug: slug) == "\(slug)-2")
            #expect(try await site.create(["content": ["y"]], slug: "\(slug)-b") == "\(slug)-b")
            try await status(.published, "\(slug)-c")
            #expect(try await site.post(slug).slug == "\(slug)-c")
        }
    }
}
