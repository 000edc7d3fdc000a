package import HTTPTypes

/// What a visitor reads instead of what they asked for.
package struct ErrorPage: Sendable {
    /// What all pages share.
    package var head: SiteHead
    /// What went wrong.
    package var status: HTTPResponse.Status
    /// What to quote to the owner of the site, for errors that the log explains.
    package var requestID: String?

    /// Creates a page.
    package init(head: SiteHead, status: HTTPResponse.Status, requestID: String? = nil) {
        self.head = head
        self.status = status
        self.requestID = requestID
    }

    /// The page.
    package var html: HTML {
        Page(head: head, title: title, summary: explanation, canonical: nil, main: main).html
    }

    private var main: HTML {
        """
        <h1>\(title)</h1>
        <p>\(explanation)</p>
        \(requestID.map { "<p>It has been noted under <code>\($0)</code>.</p>\n" as HTML })\
        <p><a href="\(head.root)">Read the newest notes</a></p>
        """
    }

    private var title: String {
        switch status {
        case .badRequest: "Not understood"
        case .unauthorized: "Sign in first"
        case .forbidden: "Not allowed"
        case .notFound: "Not found"
        case .methodNotAllowed: "Not done here"
        case .gone: "Gone"
        case .preconditionFailed: "Changed meanwhile"
        case .contentTooLarge: "Too large"
        case .unsupportedMediaType: "Not a kind of file for this site"
        case .rangeNotSatisfiable: "There is no such part"
        case .tooManyRequests: "Too often"
        case .serviceUnavailable: "Not available now"
        case .insufficientStorage: "No room to store this"
        default: status.kind == .serverError ? "Something went wrong" : "It did not work"
        }
    }

    private var explanation: String {
        switch status {
        case .badRequest: "The request makes no sense to this site."
        case .unauthorized: "This page is for the owner of the site."
        case .forbidden: "This is not allowed."
        case .notFound: "There is no page at this address."
        case .methodNotAllowed: "This page can be read, and nothing else."
        case .gone: "What was here has been deleted."
        case .preconditionFailed: "What you asked for is not as you last saw it. Load it again."
        case .contentTooLarge: "What you sent is larger than this site takes."
        case .unsupportedMediaType: "This site cannot read what you sent."
        case .rangeNotSatisfiable: "The file is shorter than the part that you asked for."
        case .tooManyRequests: "Wait a little, then try again."
        case .serviceUnavailable: "Try again in a moment."
        case .insufficientStorage: "The server cannot write to its disk. Try again when its owner has mended that."
        default:
            status.kind == .serverError
                ? "The fault is on this side, not on yours." : "The site answered \(status.code)."
        }
    }
}

extension HTTPResponse.Status {
    /// The server has no room for what it was asked to store, or may not write (RFC 4918, section 11.5).
    package static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
