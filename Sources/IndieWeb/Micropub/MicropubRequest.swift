/// What a POST to the Micropub endpoint asks for (Micropub, sections 3.3 to 3.5).
///
/// The initialisers read the three forms of a body: JSON, form, and multipart as a form with uploads.
package enum MicropubRequest: Sendable, Equatable {
    /// A new post.
    case create(MicropubCreate)
    /// A change to a post.
    case update(MicropubUpdate)
    /// The end of the post at an address.
    case delete(url: String)
    /// The return of the post at an address.
    case undelete(url: String)
}

extension MicropubRequest {
    /// Whether a name in a body is for the server and never a property, whatever the action.
    static func isReserved(_ name: String) -> Bool {
        ["access_token", "action", "h"].contains(name)
    }

    static func unknownAction(_ action: String) -> MicropubError {
        .invalidRequest("There is no action \"\(action.prefix(64))\"; known are update, delete and undelete.")
    }

    static let missingURL = MicropubError.invalidRequest("The action needs the url of a post, as a text.")
}
