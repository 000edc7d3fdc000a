/// Why a text is no profile URL or client identifier (IndieAuth, sections 3.2 and 3.3).
package enum IdentifierFault: String, Error, Sendable, CaseIterable {
    /// Not an absolute address of the web.
    case notAnAddress = "it is not an http or https address"
    /// A name or a password before an `@`.
    case userInfo = "it holds a user name or a password"
    /// A part after `#`.
    case fragment = "it has a part after #"
    /// A port where none is allowed.
    case port = "it has a port"
    /// `.` or `..` in the path.
    case dotSegments = "its path has . or .. segments"
    /// An IP address instead of a name.
    case ipAddress = "it names an IP address instead of a domain"
}

extension IdentifierFault: CustomStringConvertible {
    /// The end of a sentence, as in "The address is not valid: it has a port".
    package var description: String { rawValue }
}

extension WebAddress {
    /// What no identifier of IndieAuth may have.
    func checkIdentifier() throws(IdentifierFault) {
        guard userInfo == nil else { throw .userInfo }
        guard fragment == nil else { throw .fragment }
        guard !hasDotSegments else { throw .dotSegments }
    }
}
