extension ClientMetadata {
    /// Reads the document at an application's identifier (IndieAuth, section 4.2.1).
    ///
    /// Redirect addresses that are none are skipped, and so is a logo that is no address of the web.
    /// - Parameters:
    ///   - bytes: the body of the answer, which must be a direct 200.
    ///   - client: the identifier that was fetched.
    /// - Throws: ``Fault``.
    package init(json bytes: [UInt8], client: ClientID) throws(Fault) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, maximumDepth: 16)
        } catch {
            throw .malformed(error.description)
        }
        guard let object = value.objectValue else { throw .malformed("It is not a JSON object.") }
        let id = try Self.text("client_id", of: object)
        guard let id, [client.written, client.text].contains(where: { $0.utf8.elementsEqual(id.utf8) }) else {
            throw .otherClient
        }
        try Self.checkSecrets(object)
        let homePage = try Self.text("client_uri", of: object).map { text throws(Fault) in
            // In its one spelling: as written, https://app.exam is the start of https://app.example/.
            guard let address = WebAddress(text), client.text.utf8.starts(with: address.text.utf8) else {
                throw .homePageElsewhere
            }
            return address
        }
        self.init(
            name: Self.cleaned(try Self.text("client_name", of: object)),
            homePage: homePage,
            logo: try Self.text("logo_uri", of: object).flatMap { WebAddress($0) },
            redirectURIs: try Self.redirectURIs(of: object)
        )
    }

    /// The document by which this program is known as a client (IndieAuth, section 4.2.1).
    package func json(for client: ClientID) -> JSONObject {
        var object: JSONObject = ["client_id": .string(client.text)]
        object["client_name"] = name.map(JSONValue.string)
        object["client_uri"] = homePage.map { .string($0.text) }
        object["logo_uri"] = logo.map { .string($0.text) }
        object["redirect_uris"] = .array(redirectURIs.map(JSONValue.string))
        object["token_endpoint_auth_method"] = "none"
        return object
    }

    /// Everybody can read the document, so that a secret which both sides know has no place in it.
    private static func checkSecrets(_ object: JSONObject) throws(Fault) {
        guard object["client_secret"] == nil, object["client_secret_expires_at"] == nil else { throw .secret }
        let method = try text("token_endpoint_auth_method", of: object)
        guard method?.hasPrefix("client_secret") != true else { throw .secret }
    }

    private static func redirectURIs(of object: JSONObject) throws(Fault) -> [String] {
        guard let member = object["redirect_uris"], !member.isNull else { return [] }
        guard let elements = member.arrayValue else { throw .malformed("redirect_uris is not a list.") }
        return elements.compactMap { $0.stringValue.flatMap { RedirectURI($0)?.text } }
    }

    private static func text(_ name: String, of object: JSONObject) throws(Fault) -> String? {
        guard let member = object[name], !member.isNull else { return nil }
        guard let text = member.stringValue else { throw .malformed("\(name) is not a text.") }
        return text
    }
}

extension ClientMetadata.Fault: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .malformed(let reason): "The client's document cannot be read. \(reason)"
        case .otherClient: "The client's document is that of another client_id."
        case .homePageElsewhere: "The client_uri of the client's document is not the start of its client_id."
        case .secret: "The client's document has a secret, which everybody can read."
        }
    }
}
