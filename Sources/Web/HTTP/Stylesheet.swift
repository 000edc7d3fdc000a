import CWebAssets
import Hummingbird
import Publishing

/// The one stylesheet, part of the program, named by its content so that it can be kept for ever.
struct Stylesheet {
    let bytes: [UInt8]
    let fileName: String

    init() {
        bytes = Array(UnsafeBufferPointer(start: starpunk_site_css, count: starpunk_site_css_length))
        fileName = "site.\(ContentHash(bytes).hex.prefix(12)).css"
    }

    /// Its address within the site, without a leading `/`.
    var relativePath: String { "static/\(fileName)" }
}

/// `GET /static/…`.
struct StylesheetEndpoint: HTTPResponder {
    let stylesheet: Stylesheet
    let script: PasskeyScript

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let file = context.parameters.get("file")
        if file == script.fileName { return script.representation.response(to: request) }
        guard file == stylesheet.fileName else { throw HTTPError(.notFound) }
        return Representation(bytes: stylesheet.bytes, contentType: "text/css; charset=utf-8", caching: .immutable)
            .response(to: request)
    }
}
