extension MicropubRequest {
    /// Reads a form without files.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package init(form: FormURLEncoded) throws(MicropubError) {
        try self.init(fields: form.pairs.map { MicropubField(name: $0.name, value: .text($0.value)) })
    }

    /// Reads the fields of a form or of a multipart body, files among them, in the order in which they were sent.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package init(fields: [MicropubField]) throws(MicropubError) {
        var pairs: [FormURLEncoded.Pair] = []
        for field in fields {
            guard case .text(let text) = field.value else { continue }
            // Text parts of a multipart body have not been through the form parser.
            guard !text.utf8.contains(0) else { throw .invalidRequest("A field contains the character U+0000.") }
            pairs.append(FormURLEncoded.Pair(name: field.name, value: text))
        }
        let form = FormURLEncoded(pairs)
        let actions = Set(form.list("action"))
        guard actions.count <= 1 else { throw .invalidRequest("The request has more than one action.") }
        let action = actions.first ?? "create"
        if action == "create" {
            self = .create(try MicropubCreate(fields: fields))
            return
        }
        guard pairs.count == fields.count else { throw .invalidRequest("Only a new post can bring files.") }
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
    fileprivate init(fields: [MicropubField]) throws(MicropubError) {
        var (properties, commands) = (MicroformatsProperties(), MicroformatsProperties())
        var content = FormContent()
        var uploads: [MicropubUpload] = []
        for field in fields {
            switch field.value {
            case .text(let text) where FormContent.isMember(field.name):
                try content.add(text, from: field.name)
                properties["content"] = content.value.map { [$0] } ?? []
            case .text(let text):
                let name = try field.propertyName()
                if name == "h" {
                    guard ["", "entry", "h-entry"].contains(text) else {
                        throw .invalidRequest("Only h=entry can be created.")
                    }
                } else if MicropubCommands.isCommand(name) {
                    commands.append(.string(text), to: name)
                } else if !MicropubRequest.isReserved(name) {
                    properties.append(.string(Self.mended(text, of: name)), to: name)
                }
            case .upload(let number):
                let name = try field.propertyName()
                guard ["photo", "video", "audio"].contains(name) else {
                    throw .invalidRequest("A file can be a photo, video or audio, nothing else.")
                }
                // Fields that nobody filled in will not be there any more.
                let position = properties[name].count { $0 != "" }
                uploads.append(MicropubUpload(property: name, position: position, number: number))
                properties.append(.string(MicropubUpload.placeholder), to: name)
            }
        }
        try self.init(properties: properties, commandValues: commands)
        self.uploads = uploads
    }

    /// A date as its author meant it: a `+` that a client did not escape is a space in a form.
    private static func mended(_ text: String, of name: String) -> String {
        ["published", "updated"].contains(name) ? ISO8601(text)?.text ?? text : text
    }
}

/// The content of a post, which some clients send by form as the members of one object: `content[html]`,
/// `content[value]`, with or beside the plain `content`, which is the value.
private struct FormContent {
    private var members = JSONObject()

    static func isMember(_ field: String) -> Bool { member(of: field) != nil }

    private static func member(of field: String) -> String? {
        switch field {
        case "content", "content[]", "content[value]": "value"
        case "content[html]": "html"
        case "content[markdown]": "markdown"
        case "content[text]": "text"
        default: nil
        }
    }

    /// Takes a field; one that nobody filled in, and one that says the same again, add nothing.
    mutating func add(_ text: String, from field: String) throws(MicropubError) {
        guard let member = Self.member(of: field), !text.isEmpty else { return }
        guard [nil, .string(text)].contains(members[member]) else {
            throw .invalidRequest("The property content can have only one value.")
        }
        members[member] = .string(text)
    }

    /// The one value; nil without any.
    var value: JSONValue? {
        if members.count == 1, let source = members["value"] ?? members["markdown"] { return source }
        return members.count > 0 ? .object(members) : nil
    }
}
