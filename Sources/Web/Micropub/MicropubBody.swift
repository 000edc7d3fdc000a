import Hummingbird
import IndieWeb
import NIOCore
import Publishing

/// The body of a request to a Micropub endpoint, in one of the three forms that it may have (Micropub, section 3.1).
enum MicropubBody {
    case json(JSONValue, bytes: [UInt8])
    case form(FormURLEncoded, uploads: [(property: String, file: MediaUpload)])

    /// The largest body without files, in bytes: far more than any post, far less than memory.
    static let maximumBytes = 2 << 20

    /// What a body is to be, told by its `Content-Type`.
    enum Form: Equatable {
        case json
        case urlEncoded
        case multipart(boundary: String)

        /// - Throws: `MicropubError` of the kind `unsupportedType`.
        init(_ headers: HTTPFields) throws(MicropubError) {
            let type = headers[.contentType].flatMap { MediaType($0) }
            switch type?.essence {
            case "application/json": self = .json
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
    var tokens: [String] {
        if case .form(let form, _) = self { form.all("access_token") } else { [] }
    }

    /// The bytes that tell one request from another.
    var fingerprint: [UInt8] {
        switch self {
        case .json(_, let bytes): return bytes
        case .form(let form, let uploads):
            let fields = form.pairs.map { "\($0.name.utf8.count) \($0.name)=\($0.value.utf8.count) \($0.value)" }
            let files = uploads.map { "\($0.property) \($0.file.digest)" }
            return Array((fields + files).joined(separator: "\n").utf8)
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
                return .form(try FormURLEncoded(parsing: try await collect(request)), uploads: [])
            } catch let fault as FormURLEncoded.Fault {
                throw MicropubError.invalidRequest("The form cannot be read: \(fault).")
            }
        case .multipart(let boundary):
            do {
                let form = try await MultipartForm(receiving: request, boundary: boundary, dataPath: dataPath) {
                    fields in
                    try await mayUpload(fields.all("access_token"))
                }
                return .form(form.fields, uploads: form.files.map { (property: $0.field, file: $0.upload) })
            } catch let fault as MultipartForm.Fault {
                throw MicropubError(fault)
            } catch let error as MultipartError {
                throw error.isTooLarge
                    ? MicropubError(.payloadTooLarge, error.description) : .invalidRequest(error.description)
            }
        }
    }

    private static func collect(_ request: Request) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= maximumBytes else {
                throw MicropubError(.payloadTooLarge, "The body is larger than \(maximumBytes >> 20) MB.")
            }
            bytes += piece.readableBytesView
        }
        return bytes
    }
}

extension MicropubError {
    fileprivate init(_ fault: MultipartForm.Fault) {
        switch fault {
        case .fileTooEarly: self.init(.unauthorized, "The access token must come before a file of this size.")
        case .fieldsTooLong: self.init(.payloadTooLarge, "The fields are too long.")
        case .notUTF8(let field): self = .invalidRequest("The field \(field) is not UTF-8.")
        case .nulCharacter(let field): self = .invalidRequest("The field \(field) has a NUL character.")
        }
    }
}
