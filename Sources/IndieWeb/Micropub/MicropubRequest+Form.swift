extension MicropubRequest {
    /// Reads a form, with the addresses of files that came with it in multipart/form-data.
    /// - Parameters:
    ///   - form: the fields of the form, or the text parts of a multipart body.
    ///   - uploads: the property each file is for, `photo` or `photo[]`, and the address it has now.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package init(form: FormURLEncoded, uploads: [(property: String, url: String)] = []) throws(MicropubError) {
        // Text parts of a multipart body have not been through the form parser.
        guard !form.pairs.contains(where: { $0.value.utf8.contains(0) }) else {
            throw .invalidRequest("A field contains the character U+0000.")
        }
        let actions = Set(form.list("action"))
        guard actions.count <= 1 else { throw .invalidRequest("The request has more than one action.") }
        let action = actions.first ?? "create"
        if action == "create" {
            self = .create(try MicropubCreate(form: form, uploads: uploads))
            return
        }
        guard uploads.isEmpty else { throw .invalidRequest("Only a new post can bring files.") }
        switch action {
        case "update": throw .invalidRequest("An update must be sent as JSON.")
        case "delete": self = .delete(url: try Self.url(of: form))
        case "undelete": self = .undelete(url: try Self.url(of: form))
        default: throw Self.unknownAction(action)
        }
    }

    private static func url(of form: FormURLEncoded) throws(MicropubError) -> String {
        let urls = Set(form.all("url"))
        guard let url = urls.first, urls.count == 1, !url.isEmpty else { throw missingURL }
        return url
    }
}

extension MicropubCreate {
    fileprivate init(form: FormURLEncoded, uploads: [(property: String, url: String)]) throws(MicropubError) {
        guard form.list("h").allSatisfy({ ["", "entry", "h-entry"].contains($0) }) else {
            throw .invalidRequest("Only h=entry can be created.")
        }
        var (properties, commands) = (MicroformatsProperties(), MicroformatsProperties())
        for pair in form.pairs {
            if let content = Self.nestedContent(pair) {
                properties.append(content, to: "content")
                continue
            }
            let name = try Self.propertyName(pair.name)
            if MicropubRequest.isReserved(name) { continue }
            if MicropubCommands.isCommand(name) {
                commands.append(.string(pair.value), to: name)
            } else {
                properties.append(.string(pair.value), to: name)
            }
        }
        for upload in uploads {
            let name = try Self.propertyName(upload.property)
            guard ["photo", "video", "audio"].contains(name) else {
                throw .invalidRequest("A file can be a photo, video or audio, nothing else.")
            }
            properties.append(.string(upload.url), to: name)
        }
        try self.init(properties: properties, commandValues: commands)
    }

    /// The one nested value that clients do send by form: HTML, or plain words, as `content[html]` and the like.
    private static func nestedContent(_ pair: FormURLEncoded.Pair) -> JSONValue? {
        switch pair.name {
        case "content[html]": ["html": .string(pair.value)]
        case "content[value]", "content[text]", "content[markdown]": .string(pair.value)
        default: nil
        }
    }

    /// The name of a field without the `[]` of a list; other brackets stand for nested values, which forms cannot hold.
    private static func propertyName(_ field: String) throws(MicropubError) -> String {
        let name = field.hasSuffix("[]") ? String(field.dropLast(2)) : field
        guard !name.contains("["), !name.contains("]") else {
            throw .invalidRequest("Nested values such as \"\(field.prefix(64))\" must be sent as JSON.")
        }
        return name
    }
}
