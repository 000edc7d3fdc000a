/// Why an address could not be fetched. An HTTP status such as 404 is an answer and no error.
package enum FetchError: Error, Sendable, Equatable {
    /// The text is no http or https address; `reason` ends the sentence “… is not an address: …”.
    case malformedURL(String, reason: String)
    /// Another scheme than http and https.
    case notOnTheWeb(String)
    /// A scheme that the caller does not allow, such as http where a secret is sent.
    case schemeNotAllowed(String)
    /// A header or a body that cannot be sent.
    case malformedRequest(reason: String)
    /// The policy forbids the host; `address` is the one its name led to, nil when the name or port was enough.
    case refused(host: String, address: IPAddress?, reason: String)
    /// The name has no address, or could not be looked up.
    case unknownHost(String, detail: String)
    /// Nobody answers at the host's addresses.
    case unreachable(host: String, detail: String)
    /// The certificate is not one for this host, or TLS failed otherwise.
    case insecure(host: String, detail: String)
    /// The connection ended early, or what came was not HTTP.
    case interrupted(host: String, detail: String)
    /// More time went by than the request allows, all redirects together.
    case timedOut(url: String, limit: Duration)
    /// The body is larger than this many bytes.
    case tooLarge(url: String, limit: Int)
    /// The headers are larger or more than any server needs.
    case tooManyHeaders(url: String)
    /// More redirects than this number.
    case tooManyRedirects(url: String, limit: Int)
    /// The redirect leads to something that is not an address; `reason` is a sentence.
    case badRedirect(from: String, to: String, reason: String)
}

extension FetchError: CustomStringConvertible {
    /// The failure in a sentence for people.
    package var description: String {
        switch self {
        case .malformedURL(let url, let reason): "“\(url)” is not an address that can be fetched: \(reason)."
        case .notOnTheWeb(let url): "“\(url)” is not an http or https address."
        case .schemeNotAllowed(let url): "\(url) has a scheme that is not allowed here."
        case .malformedRequest(let reason): "The request cannot be sent: \(reason)."
        case .refused(let host, nil, let reason): "\(host) is not asked, because it is \(reason)."
        case .refused(let host, let address?, let reason):
            host == address.description || host == "[\(address)]"
                ? "\(host) is not asked, because it is \(reason)."
                : "\(host) is not asked, because its address \(address) is \(reason)."
        case .unknownHost(let host, let detail): "The host \(host) could not be found (\(detail))."
        case .unreachable(let host, let detail): "\(host) does not answer (\(detail))."
        case .insecure(let host, let detail): "There is no secure connection to \(host) (\(detail))."
        case .interrupted(let host, let detail): "\(host) gave no complete answer (\(detail))."
        case .timedOut(let url, let limit): "\(url) took longer than \(limit.formatted)."
        case .tooLarge(let url, let limit): "The answer of \(url) is larger than \(limit) bytes."
        case .tooManyHeaders(let url): "The headers of \(url) are too large or too many."
        case .tooManyRedirects(let url, let limit): "\(url) was redirected more than \(limit) times."
        case .badRedirect(let from, let to, let reason):
            "\(from) redirects to “\(to)”, which cannot be followed. \(reason)"
        }
    }
}

extension Duration {
    /// `5 seconds`, or `0.25 seconds`.
    fileprivate var formatted: String {
        let (seconds, attoseconds) = components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0 else { return "\(seconds) \(seconds == 1 ? "second" : "seconds")" }
        return "\(Double(seconds) + Double(milliseconds) / 1000) seconds"
    }
}
