extension MicropubRequest {
    /// Reads a JSON body: lenient for a new post, where one value may stand without its list, strict for an update.
    ///
    /// A member `access_token` is dropped: RFC 6750 knows tokens in forms, not in JSON.
    /// - Throws: ``MicropubError`` of the kind `invalidRequest`.
    package init(json: JSONValue) throws(MicropubError) {
        guard let object = json.objectValue else { throw .invalidRequest("The body must be a JSON object.") }
        switch object["action"] ?? .null {
        case .null, "create": self = .create(try MicropubCreate(json: object))
        case "update": self = .update(url: try Self.url(of: object), try MicropubUpdate(json: object))
        case "delete": self = .delete(url: try Self.url(of: object))
        case "undelete": self = .undelete(url: try Self.url(of: object))
        case let action: throw Self.unknownAction(action.stringValue ?? action.text)
        }
    }

    private static func url(of object: JSONObject) throws(MicropubError) -> String {
        guard let url = object["url"]?.stringValue, !url.isEmpty else { throw missingURL }
        return url
    }
}

extension JSONValue {
    /// The members of an object, nil for what is none. An object without any is `null` to some clients, and an empty list
    /// to PHP.
    fileprivate var members: JSONObject? {
        isNull || arrayValue?.isEmpty == true ? JSONObject() : objectValue
    }
}

extension JSONObject {
    /// Stops early: to sort half a million members takes seconds.
    fileprivate func refuseManyMembers() throws(MicropubError) {
        guard count <= 2 * MicroformatsProperties.maximumProperties else {
            throw .invalidRequest("More than \(MicroformatsProperties.maximumProperties) properties.")
        }
    }

    /// The `mp-` members, each as a list; `null` is kept, since it may hold a place in a list.
    fileprivate var commandValues: MicroformatsProperties {
        var values = MicroformatsProperties()
        for (name, value) in members where MicropubCommands.isCommand(name) {
            values[name] = value.arrayValue ?? [value]
        }
        return values
    }
}

extension MicropubCreate {
    fileprivate init(json object: JSONObject) throws(MicropubError) {
        let type = object["type"] ?? .null
        guard type.isNull || (type.arrayValue ?? [type]).allSatisfy({ $0 == "h-entry" }) else {
            throw .invalidRequest("Only the type h-entry can be created.")
        }
        guard let members = (object["properties"] ?? .null).members else {
            throw .invalidRequest("The properties must be a JSON object.")
        }
        try members.refuseManyMembers()
        var commands = object.commandValues
        var properties = MicroformatsProperties()
        for (name, value) in members.members where !MicropubRequest.isReserved(name) {
            let values = value.arrayValue ?? [value]
            if MicropubCommands.isCommand(name) {
                for value in values { commands.append(value, to: name) }
            } else {
                properties[name] = name == "photo" ? values.map { $0.isNull ? "" : $0 } : values.filter { !$0.isNull }
            }
        }
        try self.init(properties: properties, commandValues: commands)
    }
}

extension MicropubUpdate {
    fileprivate init(json object: JSONObject) throws(MicropubError) {
        self.init()
        guard ["replace", "add", "delete"].contains(where: { object[$0].map { !$0.isNull } ?? false }) else {
            throw .invalidRequest("An update needs replace, add or delete.")
        }
        var commandValues = object.commandValues
        for (name, values) in try Self.lists(in: object["replace"], of: "replace") {
            if MicropubCommands.isCommand(name) {
                for value in values { commandValues.append(value, to: name) }
                continue
            }
            let isState = Self.states.contains(name)
            replace[name] = values.filter { $0 != "" && !(isState && $0.isNull) }
            // No value at all is what a deleted property has. What shows a post is never taken away so.
            if replace[name].isEmpty, !isState { deletedNames.append(name) }
        }
        for (name, values) in try Self.lists(in: object["add"], of: "add") {
            for value in values {
                if MicropubCommands.isCommand(name) {
                    commandValues.append(value, to: name)
                } else if value != "" {
                    add.append(value, to: name)
                }
            }
        }
        try readDelete(object["delete"])
        try finish(commandValues)
    }

    private mutating func readDelete(_ member: JSONValue?) throws(MicropubError) {
        if let names = member?.arrayValue {
            for name in names {
                guard let name = name.stringValue else { throw .invalidRequest("delete must list names as texts.") }
                if !MicropubRequest.isReserved(name), !MicropubCommands.isCommand(name) { deletedNames.append(name) }
            }
        } else {
            for (name, values) in try Self.lists(in: member, of: "delete") where !MicropubCommands.isCommand(name) {
                deletedValues[name] = values
            }
        }
    }

    /// The members of `replace`, `add` or `delete`, every one of which must be a list (section 3.4).
    private static func lists(
        in member: JSONValue?,
        of name: String
    ) throws(MicropubError) -> [(name: String, values: [JSONValue])] {
        guard let object = (member ?? .null).members else {
            throw .invalidRequest("\(name) must be an object of lists.")
        }
        try object.refuseManyMembers()
        var lists: [(name: String, values: [JSONValue])] = []
        for (property, value) in object.members where !MicropubRequest.isReserved(property) {
            guard let values = value.arrayValue else {
                throw .invalidRequest("Every value in \(name) must be a list.")
            }
            lists.append((property, values))
        }
        return lists
    }
}
