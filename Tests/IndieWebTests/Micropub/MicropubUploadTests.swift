import IndieWeb
import Testing

@Suite("Micropub create with files")
struct MicropubUploadTests {
    private static func text(_ name: String, _ text: String) -> MicropubField {
        MicropubField(name: name, value: .text(text))
    }

    private static func upload(_ name: String, _ number: Int) -> MicropubField {
        MicropubField(name: name, value: .upload(number))
    }

    /// The new post that fields make, before its files have addresses.
    private static func create(_ fields: MicropubField...) throws -> MicropubCreate {
        guard case .create(let create) = try MicropubRequest(fields: fields) else {
            throw MicropubError.invalidRequest("no new post.")
        }
        return create
    }

    @Test("MP-024 files are photos, videos and audio, in the order in which everything was sent")
    func order() throws {
        let create = try Self.create(
            Self.text("content", "Nice"),
            Self.upload("photo[]", 0),
            Self.text("photo[]", "https://a.example/1.jpg"),
            Self.upload("video", 1),
            Self.upload("photo[]", 2),
            Self.upload("audio[]", 3)
        )
        #expect(create.uploads.map(\.number) == [0, 1, 2, 3])
        let addresses = (0...3).map { "https://example.com/\($0)" }
        let expected: MicroformatsProperties = [
            "content": ["Nice"],
            "photo": ["https://example.com/0", "https://a.example/1.jpg", "https://example.com/2"],
            "video": ["https://example.com/1"],
            "audio": ["https://example.com/3"],
        ]
        #expect(create.resolving(uploads: addresses) == MicropubCreate(properties: expected))
    }

    @Test("MP-024 a file alone makes a post")
    func alone() throws {
        let create = try Self.create(Self.upload("photo", 0)).resolving(uploads: ["https://example.com/1.jpg"])
        #expect(create == MicropubCreate(properties: ["photo": ["https://example.com/1.jpg"]]))
    }

    @Test("MP-025 MP-096 a description belongs to the photo in its place, whether that is a file or an address")
    func descriptions() throws {
        let create = try Self.create(
            Self.upload("photo[]", 0),
            Self.text("photo[]", "https://a.example/b.jpg"),
            Self.text("mp-photo-alt[]", "ALT-FILE"),
            Self.text("mp-photo-alt[]", "ALT-URL")
        )
        #expect(
            create.resolving(uploads: ["https://example.com/a.jpg"]).properties["photo"] == [
                ["value": "https://example.com/a.jpg", "alt": "ALT-FILE"],
                ["value": "https://a.example/b.jpg", "alt": "ALT-URL"],
            ]
        )
    }

    @Test("MP-025 MP-096 a field that nobody filled in takes its description with it, and the file finds its place")
    func emptyField() throws {
        let create = try Self.create(
            Self.text("photo[]", ""),
            Self.text("photo[]", "https://a.example/b.jpg"),
            Self.upload("photo[]", 0),
            Self.text("mp-photo-alt[]", "NOTHING"),
            Self.text("mp-photo-alt[]", ""),
            Self.text("mp-photo-alt[]", "ALT-FILE")
        )
        #expect(
            create.resolving(uploads: ["https://example.com/a.jpg"]).properties["photo"] == [
                "https://a.example/b.jpg", ["value": "https://example.com/a.jpg", "alt": "ALT-FILE"],
            ]
        )
    }

    @Test(
        "MP-024 a file for anything else is refused",
        arguments: ["content", "file", "featured", "photo[0]", "photo[x]", "", "mp-photo", "access_token"]
    )
    func elsewhere(property: String) {
        expectInvalidRequest { try Self.create(Self.text("content", "x"), Self.upload(property, 0)) }
    }
}
