import Hummingbird
import Publishing

/// A file that is part of the program, named by its content so that it can be kept for ever.
struct StaticFile: Sendable {
    let bytes: [UInt8]
    let fileName: String
    let contentType: String

    /// A file whose bytes lie in the program's memory.
    init(_ name: String, _ suffix: String, _ start: UnsafePointer<UInt8>?, _ count: Int) {
        bytes = Array(UnsafeBufferPointer(start: start, count: count))
        fileName = "\(name).\(ContentHash(bytes).hex.prefix(12)).\(suffix)"
        contentType = suffix == "js" ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8"
    }

    /// Its address within the site, without a leading `/`.
    var relativePath: String { "static/\(fileName)" }

    /// What a page that needs it as a script has in its head.
    func scriptElement(root: String) -> HTML {
        "<script type=\"module\" src=\"\(root)\(relativePath)\"></script>\n"
    }
}

/// `GET /static/…`.
struct StaticFileEndpoint: HTTPResponder {
    private let files: [String: StaticFile]

    init(_ files: [StaticFile]) {
        self.files = Dictionary(files.map { ($0.fileName, $0) }) { first, _ in first }
    }

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        guard let file = context.parameters.get("file").flatMap({ files[$0] }) else { throw HTTPError(.notFound) }
        return Representation(bytes: file.bytes, contentType: file.contentType, caching: .immutable)
            .response(to: request)
    }
}
