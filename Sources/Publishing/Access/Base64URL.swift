import Foundation
import IndieWeb

/// Bytes as text that may stand in an address (RFC 4648, section 5), without padding.
package enum Base64URL {
    /// The text of some bytes.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        PKCE.base64URL(bytes)
    }

    /// The bytes of a text, nil when it is none that ``encode(_:)`` makes: one value has one text.
    package static func decode(_ text: String) -> [UInt8]? {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let padded = text.replacing("-", with: "+").replacing("_", with: "/") + padding
        guard let data = Data(base64Encoded: padded) else { return nil }
        let bytes = [UInt8](data)
        return encode(bytes) == text ? bytes : nil
    }
}
