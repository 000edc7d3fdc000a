import Hummingbird
import IndieWeb
import NIOCore
import Publishing

/// The body of a request to a Micropub endpoint, in one of the three forms that it may have (Micropub, section 3.1).
enum MicropubBody {
    case json(JSONValue, bytes: [UInt8])
    case form(FormURLEncoded)
    case multipart(MultipartForm)

    /// What a body is to be, told by its `Content-Type`.
    enum Form: Equatable {
        case json
        case urlEncoded
        case multipart(boundary: String)

        /// The content codings that change a body (RFC 9110, section 8.4.1; RFC 7932; RFC 8878).
        private static let compressions: Set = ["gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd"]

        /// - Throws: `MicropubError` of the kind `unsupportedType`.
        init(_ headers: HTTPFields) throws(MicropubError) {
            // RFC 9110, section 15.5.16: 415 also for how a body is packed. Other words there are a client's mistake.
            let codings = (headers[.contentEncoding] ?? "").lowercased().split { $0 == "," || $0 == " " }
            if let coding = codings.first(where: { Self.compressions.contains(String($0)) }) {
                throw MicropubError(.unsupportedType, "The body must not be compressed: \(coding).")
            }
            let type = headers[.contentType].flatMap { MediaType($0) }
            switch type?.essence {
            case "application/json":
                // RFC 8259, section 8.1. What others hold beside ASCII is found when it is read.
                guard !(type?.charset ?? "").hasPrefix("utf-16"), !(type?.charset ?? "").hasPrefix("utf-32") else {
                    throw MicropubError(.unsupportedType, "JSON must be in UTF-8.")
                }
                self = .json
            case "application/x-www-form-urlencoded": self = .urlEncoded
            case "multipart/form-data":
                guard let boundary = type?.boundary else {
                    throw .invalidRequest("The Content-Type names no boundary.")
                }
                self = .multipart(boundary: boundary)
            default:
                throw MicropubError(
                    .unsupportedType,
                    "The body must be a form (application/x-www-form-urlencoded or multipart/form-data) or JSON."
                )
            }
        }
    }

    /// The values of `access_token`, which a form may have (RFC 6750, section 2.2) and JSON may not.
    var tokens: [String] { texts.list("access_token") }

    /// The texts of a form; none of JSON.
    var texts: FormURLEncoded {
        switch self {
        case .json: FormURLEncoded([])
        case .form(let form): form
        case .multipart(let form): form.fields
        }
    }

    /// The files, with the names of their fields.
    var files: [(field: String, upload: MediaUpload)] {
        if case .multipart(let form) = self { form.files } else { [] }
    }

    /// The bytes that tell one request from another. A token says who asks, and not for what: it may have been renewed, or
    /// move to the header, before a request is repeated.
    var fingerprint: [UInt8] {
        let lines: [String]
        switch self {
        case .json(_, let bytes): return bytes
        case .form(let form): lines = form.pairs.compactMap { Self.line($0.name, $0.value) }
        case .multipart(let form):
            lines = form.parts.compactMap { part in
                switch part.content {
                case .text(let text): Self.line(part.name, text)
                case .file(let upload): "\(part.name.utf8.count) \(part.name) \(upload.digest)"
                }
            }
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    private static func line(_ name: String, _ value: String) -> String? {
        guard !["access_token", "access_token[]"].contains(name) else { return nil }
        return "\(name.utf8.count) \(name)=\(value.utf8.count) \(value)"
    }

    /// What the body asks for.
    ///
    /// - Throws: `MicropubError` of the kind `invalidRequest`.
    func request() throws(MicropubError) -> MicropubRequest {
        switch self {
        case .json(let value, _): return try MicropubRequest(json: value)
        case .form(let form): return try MicropubRequest(form: form)
        case .multipart(let form):
            var fileCount = 0
            let fields = form.parts.map { part in
                switch part.content {
                case .text(let text): return MicropubField(name: part.name, value: .text(text))
                case .file:
                    defer { fileCount += 1 }
                    return MicropubField(name: part.name, value: .upload(fileCount))
                }
            }
            return try MicropubRequest(fields: fields)
        }
    }
}

extension MicropubBody {
    /// Reads a body.
    ///
    /// - Parameters:
    ///   - request: what was sent.
    ///   - form: what it is to be.
    ///   - dataPath: the data folder, where files are received.
    ///   - mayUpload: asked before a file is received, with the tokens that came before it; false where there is none.
    /// - Returns: the body, its files on the disk.
    /// - Throws: `MicropubError`: malformed, too large, or what `mayUpload` throws.
    static func read(
        _ request: Request,
        as form: Form,
        dataPath: String,
        mayUpload: ([String]) async throws -> Bool
    ) async throws -> MicropubBody {
        switch form {
        case .json:
            let bytes = try await collect(request)
            do {
                return .json(try JSONValue(parsing: bytes), bytes: bytes)
            } catch {
                throw MicropubError.invalidRequest(error.description)
            }
        case .urlEncoded:
            do {
                return .form(try FormURLEncoded(parsing: try await collect(request)))
            } catch let fault as FormURLEncoded.Fault {
                throw MicropubError.invalidRequest("The form cannot be read. \(fault)")
            }
        case .multipart(let boundary):
            do {
                let form = try await MultipartForm(receiving: request, boundary: boundary, dataPath: dataPath) {
                    texts in
                    try await mayUpload(texts.list("access_token"))
                }
                return .multipart(form)
            } catch let fault as MultipartForm.Fault {
                throw MicropubError(fault)
            } catch let error as MultipartError {
                throw error.isTooLarge
                    ? MicropubError(.payloadTooLarge, error.description) : .invalidRequest(error.description)
            }
        }
    }

    private static func collect(_ request: Request) async throws -> [UInt8] {
        let tooLarge = MicropubError(.payloadTooLarge, "The body is larger than \(MicropubRequest.maximumSize).")
        let maximumBytes = MicropubRequest.maximumBytes
        // Nobody who asks first is to send what is refused.
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBytes { throw tooLarge }
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= maximumBytes else { throw tooLarge }
            bytes += piece.readableBytesView
        }
        return bytes
    }
}

extension MicropubError {
    fileprivate init(_ fault: MultipartForm.Fault) {
        switch fault {
        case .fileTooEarly:
            self.init(.unauthorized, "The access token must come before files as large, or as many, as these.")
        case .fieldsTooLong: self.init(.payloadTooLarge, "The fields are too long.")
        case .notUTF8(let field): self = .invalidRequest("The field \(field) is not UTF-8.")
        case .nulCharacter(let field): self = .invalidRequest("The field \(field) has a NUL character.")
        }
    }
}
