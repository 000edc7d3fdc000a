import IndieWeb
import Publishing

/// What is wrong with a field of a form, in a sentence for its author.
struct FieldFault: Error, Sendable, Equatable {
    /// The name of the field; nil for what is wrong with the whole.
    let field: String?
    let words: String

    init(_ field: String?, _ words: String) {
        self.field = field
        self.words = words
    }
}

extension PostForm {
    /// What is wrong with what was typed; nothing else is left to be refused.
    func faults(of original: PostForm? = nil) -> [FieldFault] {
        var faults: [FieldFault] = []
        // A post may consist of what the form does not show.
        if isBlank, original?.isBlank != true {
            faults.append(FieldFault("content", "Write something, or add an image."))
        }
        if !date.isEmpty, date != original?.date || zone != original?.zone {
            if ISO8601(date) == nil {
                faults.append(FieldFault("date", "Write the date as 2026-03-01T18:30, or leave it empty for now."))
            } else if offset == nil {
                faults.append(FieldFault("zone", "Write the time zone as +01:00, or leave it empty for UTC."))
            }
        }
        if Visibility(rawValue: visibility) == nil {
            faults.append(FieldFault("visibility", "Choose who may read the post."))
        }
        for property in Self.contexts where contexts[property] != original?.contexts[property] {
            let addresses = addresses(of: property)
            if addresses.contains(where: { WebAddress($0) == nil }) {
                faults.append(FieldFault(property, "Write a whole address, such as https://example.com/post."))
            }
        }
        if pictures.count > max(Self.maximumPictures, original?.pictures.count ?? 0) {
            faults.append(FieldFault("photos", "A post can have \(Self.maximumPictures) images. Remove some."))
        }
        return faults
    }

    /// Whether there is nothing that a post could consist of.
    private var isBlank: Bool {
        content.allSatisfy(\.isWhitespace) && title.isEmpty && pictures.isEmpty && contexts.isEmpty
    }

    /// A new post of the form.
    func create(as status: PostStatus, in format: PostContent.MediaType = .markdown) -> MicropubCreate {
        var properties = MicroformatsProperties()
        if !content.isEmpty { properties["content"] = [PostContent(content, mediaType: format).value] }
        if !title.isEmpty { properties["name"] = [.string(title)] }
        properties["category"] = tagList.map(JSONValue.string)
        properties["published"] = published.map { [.string($0)] } ?? []
        for property in Self.contexts { properties[property] = addresses(of: property).map(JSONValue.string) }
        properties["photo"] = pictures.map(\.value)
        properties["post-status"] = [.string(status.rawValue)]
        properties["visibility"] = [.string(visibility)]
        var commands = MicropubCommands()
        commands.slug = slug.isEmpty ? nil : slug
        return MicropubCreate(properties: properties, commands: commands)
    }

    /// What to change of a post so that it is as the form says.
    ///
    /// What the form does not show differently stays as it is kept: a citation with its author's name, a date to the
    /// second, words in HTML.
    func update(of post: Post, from original: PostForm, as status: PostStatus) -> MicropubUpdate {
        var update = MicropubUpdate()
        func set(_ name: String, _ values: [JSONValue]) {
            if values.isEmpty { update.deletedNames.append(name) } else { update.replace[name] = values }
        }
        // By bytes: texts that look the same may be written otherwise.
        if !content.utf8.elementsEqual(original.content.utf8) {
            set("content", content.isEmpty ? [] : [post.content.replacingText(by: content).value])
        }
        if !title.utf8.elementsEqual(original.title.utf8) { set("name", title.isEmpty ? [] : [.string(title)]) }
        if tags != original.tags {
            let others = post.properties["category"].filter { $0.stringOrNumber == nil }
            set("category", tagList.map(JSONValue.string) + others)
        }
        if date != original.date || (zone != original.zone && !date.isEmpty) {
            set("published", published.map { [.string($0)] } ?? [])
        }
        if visibility != original.visibility { set("visibility", [.string(visibility)]) }
        if status != post.status { set("post-status", [.string(status.rawValue)]) }
        for property in Self.contexts where contexts[property] != original.contexts[property] {
            set(property, addresses(of: property).map(JSONValue.string))
        }
        if pictures != original.pictures { set("photo", photos(of: post, from: original)) }
        if !slug.isEmpty, slug != original.slug { update.commands.slug = slug }
        return update
    }

    /// The pictures as values of the property `photo`; one that the post has as it is keeps all that is known of it.
    private func photos(of post: Post, from original: PostForm) -> [JSONValue] {
        let values = post.properties["photo"]
        // A value that names no picture is not among those of the form.
        guard values.count == original.pictures.count else { return pictures.map(\.value) }
        let known = Array(zip(original.pictures, values))
        return pictures.map { picture in known.first { $0.0 == picture }?.1 ?? picture.value }
    }

    private var tagList: [String] {
        tags.split(separator: ",").map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty }.map(String.init)
    }

    private func addresses(of property: String) -> [String] {
        (contexts[property] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The date with its offset; nil for now.
    private var published: String? {
        guard let moment = ISO8601(date), let offset else { return nil }
        if moment.offset != nil { return date }
        // A browser leaves the seconds out, and ISO 8601 wants them before an offset. A day has none at all.
        let time = date.utf8.count == 10 ? "T00:00:00" : date.utf8.count == 16 ? ":00" : ""
        return "\(date)\(time)\(offset)"
    }

    /// `+01:00`, however it was typed; nil for what is no offset.
    private var offset: String? {
        let words = zone.uppercased().replacing("UTC", with: "").replacing("GMT", with: "").replacing("−", with: "-")
        guard !words.isEmpty, words != "Z" else { return "+00:00" }
        let sign = words.hasPrefix("-") ? "-" : "+"
        let digits = words.drop { "+-".contains($0) }
        let parts = digits.split(separator: ":")
        let (hours, minutes): (Substring, Substring) =
            parts.count == 2
            ? (parts[0], parts[1]) : digits.count > 2 ? (digits.dropLast(2), digits.suffix(2)) : (digits, "0")
        guard let hour = Int(hours), let minute = Int(minutes), (0...14).contains(hour), (0...59).contains(minute)
        else {
            return nil
        }
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(sign)\(padded(hour)):\(padded(minute))"
    }
}

extension PostForm.Picture {
    /// The value of the property `photo`.
    fileprivate var value: JSONValue {
        alt.isEmpty ? .string(url) : ["value": .string(url), "alt": .string(alt)]
    }
}
