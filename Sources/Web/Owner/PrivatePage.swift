import HTTPTypes
import Hummingbird
import NIOCore

/// A page for one reader, at one moment: no cache keeps it, and no other site hears of its address.
struct PrivatePage {
    let html: HTML
    var status = HTTPResponse.Status.ok
    var policy = ContentSecurityPolicy()

    init(_ html: HTML, status: HTTPResponse.Status = .ok, policy: ContentSecurityPolicy = ContentSecurityPolicy()) {
        (self.html, self.status, self.policy) = (html, status, policy)
    }

    /// The answer.
    var response: Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: "no-store",
                .contentSecurityPolicy: policy.description,
                // Not `no-referrer`: browsers then send forms without their origin, too (Fetch, section 3.2).
                .referrerPolicy: "same-origin",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html.markup))
        )
    }
}

extension Response {
    /// Sends a browser on with GET, also after a form.
    ///
    /// What the present address holds is not told to where it leads.
    static func seeOther(_ address: String, cookies: [String] = []) -> Response {
        var headers: HTTPFields = [
            .location: address, .cacheControl: "no-store", .referrerPolicy: "no-referrer",
        ]
        headers[values: .setCookie] = cookies
        return Response(status: .seeOther, headers: headers)
    }
}
