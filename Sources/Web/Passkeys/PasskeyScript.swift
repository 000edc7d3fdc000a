import CWebAssets
import Publishing

/// The one script of the site, without which a browser offers no passkeys. Named by its content, as the stylesheet is.
struct PasskeyScript {
    private let bytes: [UInt8]
    let fileName: String

    init() {
        bytes = Array(UnsafeBufferPointer(start: starpunk_passkeys_js, count: starpunk_passkeys_js_length))
        fileName = "passkeys.\(ContentHash(bytes).hex.prefix(12)).js"
    }

    /// The file.
    var representation: Representation {
        Representation(bytes: bytes, contentType: "text/javascript; charset=utf-8", caching: .immutable)
    }

    /// What a page that needs it has in its head.
    func element(root: String) -> HTML {
        "<script type=\"module\" src=\"\(root)static/\(fileName)\"></script>\n"
    }
}
