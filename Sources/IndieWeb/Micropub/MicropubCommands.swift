/// The `mp-` parameters of a request: wishes to the server that are no part of the post (Micropub, section 3.4).
package struct MicropubCommands: Sendable, Equatable {
    /// `mp-slug`: the last part of the address that the author would like.
    package var slug: String?
    /// `mp-syndicate-to`: uids of the places that shall get a copy.
    package var syndicateTo: [String] = []
    /// `mp-destination`: uid of the site the post is for.
    package var destination: String?
    /// `mp-channel`: uids of the channels the post goes to.
    package var channels: [String] = []
    /// `mp-photo-alt`: descriptions of the photos, in their order; an empty one stands for a photo without.
    package var photoAlt: [String] = []

    /// No commands.
    package init() {}

    /// Reads commands by their names with `mp-`; empty texts are no commands, and what no one here knows is passed over.
    /// - Throws: ``MicropubError`` when a known command is not a text, or has two values and can have one.
    package init(_ values: MicroformatsProperties) throws(MicropubError) {
        for name in values.names {
            switch name {
            case "mp-slug": slug = try Self.single(values[name], name)
            case "mp-syndicate-to", "syndicate-to":
                syndicateTo = try Self.texts(values[name], name).filter { !$0.isEmpty }
            case "mp-destination": destination = try Self.single(values[name], name)
            case "mp-channel": channels = try Self.texts(values[name], name).filter { !$0.isEmpty }
            case "mp-photo-alt": photoAlt = try Self.texts(values[name], name)
            default: break
            }
        }
    }

    /// Whether a name is that of a command.
    ///
    /// `syndicate-to` is what `mp-syndicate-to` was called at first.
    static func isCommand(_ name: String) -> Bool { name.utf8.starts(with: "mp-".utf8) || name == "syndicate-to" }

    /// The photos with the descriptions of `mp-photo-alt`, matched by their places.
    ///
    /// A photo that is an object already says for itself what it shows.
    func describing(_ photos: [JSONValue]) -> [JSONValue] {
        photos.enumerated().map { index, photo in
            guard index < photoAlt.count, !photoAlt[index].isEmpty, case .string(let url) = photo, !url.isEmpty else {
                return photo
            }
            return ["value": .string(url), "alt": .string(photoAlt[index])]
        }
    }

    private static func texts(_ values: [JSONValue], _ name: String) throws(MicropubError) -> [String] {
        var texts: [String] = []
        for value in values {
            guard let text = value.isNull ? "" : value.stringOrNumber else {
                throw .invalidRequest("A value of \(name) must be a text.")
            }
            texts.append(text)
        }
        return texts
    }

    private static func single(_ values: [JSONValue], _ name: String) throws(MicropubError) -> String? {
        let texts = try texts(values, name).filter { !$0.isEmpty }
        guard Set(texts).count <= 1 else { throw .invalidRequest("\(name) can have only one value.") }
        return texts.first
    }
}
