package import IndieWeb

/// What is asked of another site, and how much of its time and bytes is taken.
package struct FetchRequest: Sendable, Equatable {
    /// The methods that IndieWeb protocols need of a client.
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
    }

    /// The address, http or https. A fragment is not sent.
    package var url: String
    package var method: Method
    /// Further header lines, which win over the fetcher's own.
    ///
    /// Left out are those that frame a message and those that hold state: `Host`, `Content-Length`, `Cookie` and so on.
    /// `Authorization` goes to the address's own origin alone, not where a redirect to another one leads.
    package var headers: [FetchHeader] = []
    /// The bytes to send. A redirect with 307 or 308 sends them on, so a secret needs `maximumRedirects` 0.
    package var body: [UInt8]?
    /// The `Accept` header; nil sends `*/*`.
    package var accept: String?
    /// The largest body that is read, in bytes.
    package var maximumBytes = 1 << 20
    /// For everything together: looking names up, all redirects, reading the body.
    package var timeout: Duration = .seconds(5)
    /// How many redirects are followed. With 0 a redirect is not followed but is the answer.
    package var maximumRedirects = 5
    /// `http` and `https`, or one of them; holds for redirects too.
    package var allowedSchemes: Set<String> = ["http", "https"]

    /// A request for an address.
    package init(url: String, method: Method = .get) {
        self.url = url
        self.method = method
    }

    /// A form, sent with POST (WHATWG URL, section 5.2).
    package init(posting form: [FormURLEncoded.Pair], to url: String) {
        self.init(url: url, method: .post)
        headers = [FetchHeader("Content-Type", "application/x-www-form-urlencoded")]
        body = Array(form.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }.joined(separator: "&").utf8)
    }

    private static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                result.append(byte)
            case UInt8(ascii: " "): result.append(UInt8(ascii: "+"))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += Array("%\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
