import Foundation

extension HTTPClient {
    /// What a server answered.
    package struct Answer: Sendable {
        package let status: Int
        /// In their order, repeated ones too.
        package let headers: [(name: String, value: String)]
        package let body: [UInt8]

        /// The value of the first header of this name, whatever its case.
        package subscript(name: String) -> String? { all(name).first }

        /// The values of all headers of this name.
        package func all(_ name: String) -> [String] {
            headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }

        /// The words of all headers of this name, which hold lists divided by commas, in lower case.
        package func words(_ name: String) -> [String] {
            all(name).joined(separator: ",").split(separator: ",")
                .map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        }

        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// The body as a JSON object; empty when it is none.
        package var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
    }
}

extension HTTPClient.Answer {
    /// Takes the first answer from what came so far; nil, and nothing taken, while it is not whole.
    init?(takenFrom received: inout ArraySlice<UInt8>, to method: String, isAtEnd: Bool) {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: received.prefix(upTo: end.lowerBound), as: UTF8.self)
            .replacing("\r\n", with: "\n").split(separator: "\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return nil }
        self.status = status
        headers = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        var rest = received[end.upperBound...]
        let fields = headers.map { ($0.name.lowercased(), $0.value) }
        if method == "HEAD" || status < 200 || status == 204 || status == 304 {
            body = []
        } else if fields.contains(where: { $0 == ("transfer-encoding", "chunked") }) {
            guard let whole = Self.chunks(takenFrom: &rest) else { return nil }
            body = whole
        } else if let length = fields.first(where: { $0.0 == "content-length" }).flatMap({ Int($0.1) }) {
            guard rest.count >= length else { return nil }
            body = Array(rest.prefix(length))
            rest = rest.dropFirst(length)
        } else {
            guard isAtEnd else { return nil }
            body = Array(rest)
            rest = []
        }
        received = rest
    }

    /// The body that chunks make; nil while the last one is missing.
    private static func chunks(takenFrom rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var body: [UInt8] = []
        while let line = rest.firstRange(of: Array("\r\n".utf8)) {
            let size = String(decoding: rest[..<line.lowerBound], as: UTF8.self).prefix { $0 != ";" }
            guard let count = Int(size, radix: 16), count >= 0 else { return nil }
            rest = rest[line.upperBound...]
            guard rest.count >= count + 2 else { return nil }
            if count == 0 {
                // No server here sends trailers.
                rest = rest.dropFirst(2)
                return body
            }
            body += rest.prefix(count)
            rest = rest.dropFirst(count + 2)
        }
        return nil
    }
}
