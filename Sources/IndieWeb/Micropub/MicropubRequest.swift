/// What a POST to the Micropub endpoint asks for (Micropub, sections 3.3 to 3.5).
///
/// The initialisers read the three forms of a body: JSON, form, and multipart as a form with uploads.
package enum MicropubRequest: Sendable, Equatable {
    /// A new post.
    case create(MicropubCreate)
    /// A change to the post at an address.
    case update(url: String, MicropubUpdate)
    /// The end of the post at an address.
    case delete(url: String)
    /// The return of the post at an address.
    case undelete(url: String)
}

extension MicropubRequest {
    /// The longest request without files, in bytes: far more than any post, far less than memory.
    package static let maximumBytes = 2 << 20
    /// The same for people: `2 MB`.
    package static let maximumSize = "\(maximumBytes >> 20) MB"

    /// Whether a name in a body is for a server and never a property, whatever the action. No spelling must make an access
    /// token one that is kept, nor what a header or a page's form holds for the server alone: `Authorization`,
    /// `csrf_token`, and names with `_` in front such as `_wpnonce`.
    static func isReserved(_ name: String) -> Bool {
        name.utf8.first == UInt8(ascii: "_") || ["action", "h"].contains(name.lowercased())
            || ["accesstoken", "authorization", "csrftoken"].contains(MicroformatsProperties.folded(name))
    }

    static func unknownAction(_ action: String) -> MicropubError {
        .invalidRequest("There is no action \"\(action.prefix(64))\"; known are update, delete and undelete.")
    }

    static let missingURL = MicropubError.invalidRequest("The action needs the url of a post, as a text.")
}
