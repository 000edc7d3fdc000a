import IndieWeb
import Testing

/// Shorthand for the bodies that clients send.
enum Body {
    /// The request that a JSON body makes.
    static func json(_ text: String) throws -> MicropubRequest {
        try MicropubRequest(json: JSONValue(parsing: Array(text.utf8)))
    }

    /// The request that a form makes.
    static func form(_ text: String) throws -> MicropubRequest {
        try MicropubRequest(form: FormURLEncoded(parsing: text.utf8))
    }

    /// The fields of a form.
    static func fields(_ text: String) throws -> [MicropubField] {
        try FormURLEncoded(parsing: text.utf8).pairs.map { MicropubField(name: $0.name, value: .text($0.value)) }
    }

    /// The new post that a JSON body or, without a brace, a form makes.
    static func create(_ text: String) throws -> MicropubCreate {
        let request = try text.hasPrefix("{") ? json(text) : form(text)
        guard case .create(let create) = request else { throw Unexpected(request: request) }
        return create
    }

    /// The new post of these JSON properties.
    static func create(properties: String) throws -> MicropubCreate {
        try create(#"{"type":["h-entry"],"properties":{\#(properties)}}"#)
    }

    /// The change that the members of a JSON body make.
    static func update(_ members: String) throws -> MicropubUpdate {
        let request = try json(#"{"action":"update","url":"https://example.com/note/a",\#(members)}"#)
        guard case .update("https://example.com/note/a", let update) = request else {
            throw Unexpected(request: request)
        }
        return update
    }

    private struct Unexpected: Error {
        let request: MicropubRequest
    }
}

/// Expects that something is refused as invalid_request, with a sentence.
func expectInvalidRequest<Value>(
    _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Value
) {
    do {
        let value = try body()
        Issue.record("was taken: \(value) \(comment?.rawValue ?? "")", sourceLocation: sourceLocation)
    } catch let error as MicropubError {
        #expect(error.code == .invalidRequest, comment, sourceLocation: sourceLocation)
        #expect(
            error.description.hasSuffix(".") && error.description.count < 200,
            comment,
            sourceLocation: sourceLocation
        )
    } catch {
        Issue.record("was refused otherwise: \(error)", sourceLocation: sourceLocation)
    }
}
