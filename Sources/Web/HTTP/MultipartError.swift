/// Why a multipart body is not read (RFC 2046, section 5.1; RFC 7578).
package enum MultipartError: Error, Sendable, Equatable {
    /// The boundary is empty, longer than 70 characters, or has others than visible ASCII and spaces within.
    case invalidBoundary
    /// The boundary is followed by something else than a line break.
    case malformedDelimiter
    /// A line ends without a carriage return.
    case bareLineFeed
    /// A line of a part's header is no field, or a field stands twice.
    case malformedHeader
    /// A part does not say which field of the form it is.
    case missingName
    /// A part is itself made of parts, which RFC 7578, section 4.3, puts an end to.
    case nestedMultipart
    /// A part is encoded for mail, which RFC 7578, section 4.7, puts an end to.
    case transferEncoding
    /// The body ends before its last boundary.
    case unterminated
    /// There is more in front of the first part than allowed.
    case preambleTooLong
    /// The header of a part is longer than allowed.
    case headerTooLong
    /// There are more parts than allowed.
    case tooManyParts
    /// A part is longer than allowed.
    case partTooLong
    /// The body is longer than allowed.
    case bodyTooLong

    /// Whether the content is too large rather than wrong: 413 instead of 400.
    package var isTooLarge: Bool {
        switch self {
        case .partTooLong, .bodyTooLong, .tooManyParts: true
        default: false
        }
    }
}

extension MultipartError: CustomStringConvertible {
    /// The reason in a sentence, for the person who writes the client.
    package var description: String {
        switch self {
        case .invalidBoundary: "The boundary of the multipart body is not valid."
        case .malformedDelimiter: "A boundary is not followed by CR LF."
        case .bareLineFeed: "A line of a part's header ends in LF instead of CR LF."
        case .malformedHeader: "The header of a part is malformed."
        case .missingName: "A part has no Content-Disposition: form-data with a name."
        case .nestedMultipart: "Multipart within multipart is not supported: send files as parts with the same name."
        case .transferEncoding: "Content-Transfer-Encoding must be 7bit, 8bit or binary."
        case .unterminated: "The multipart body ends before its closing boundary."
        case .preambleTooLong: "There is too much text before the first part."
        case .headerTooLong: "The header of a part is too long."
        case .tooManyParts: "The body has too many parts."
        case .partTooLong: "A part is too large."
        case .bodyTooLong: "The body is too large."
        }
    }
}
