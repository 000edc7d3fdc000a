import Hummingbird
import IndieWeb
import Publishing

/// The form of a post on its arrival, with its files.
struct PostSubmission {
    /// What was typed. Files that came with it and could be stored are among its pictures.
    var form: PostForm
    /// What is wrong with it so far: files that could not be stored, a form of an earlier session.
    var faults: [FieldFault]
    /// How the words are meant.
    let format: PostContent.MediaType
    /// What the pressed button wants.
    let status: PostStatus

    /// A form that was sent, by whom it may be.
    enum Arrival {
        /// By the owner.
        case owner(DeskVisit, PostSubmission)
        /// By a browser that is not signed in any more. What was typed must not get lost.
        case signedOut(PostForm)
    }

    /// Receives a form.
    ///
    /// - Throws: `HTTPError` for a form that another site sent, and for what cannot be read.
    static func receive(
        _ request: Request,
        _ context: SiteRequestContext,
        at desk: Desk,
        storingFiles: Bool = true
    ) async throws -> Arrival {
        try desk.owner.checkOrigin(of: request)
        let session = try await desk.owner.current(request)
        func isKnown(_ fields: FormURLEncoded) -> Bool {
            guard let session else { return false }
            let token = fields.first(OwnerSessions.csrfFieldName)
            return (try? desk.owner.check(csrfToken: token, of: session)) != nil
        }
        let body = try await Body(of: request, dataPath: desk.site.configuration.dataPath, isKnown: isKnown)
        let form = PostForm(body.fields)
        guard let session else { return .signedOut(form) }
        var submission = PostSubmission(
            form: form,
            faults: body.tooLarge.map {
                FieldFault("photos", "“\($0)” is larger than \(MediaUpload.maximumSize) and was left out.")
            },
            format: body.fields.first("format").flatMap(PostContent.MediaType.init) ?? .markdown,
            status: body.fields.first("action") == "publish" ? .published : .draft
        )
        if !isKnown(body.fields) {
            submission.faults.append(
                FieldFault(
                    nil,
                    "You have signed in anew since this page was opened. Look it over and press the button again."
                )
            )
        } else if storingFiles {
            for (field, upload) in body.files {
                await submission.store(upload, field, body.fields, with: desk.publisher)
            }
        }
        return .owner(desk.visit(of: session, request, context), submission)
    }

    /// Stores a file. One that is no image is reported, and takes nothing else with it.
    private mutating func store(
        _ upload: MediaUpload,
        _ field: String,
        _ fields: FormURLEncoded,
        with publisher: Publisher
    ) async {
        do {
            let url = try await publisher.store(upload)
            guard !form.pictures.contains(where: { $0.url == url }) else { return }
            form.pictures.append(PostForm.Picture(url: url, alt: fields.first("\(field)-alt") ?? ""))
        } catch {
            let reason = MicropubError(refusing: error)?.description ?? "It could not be stored."
            faults.append(FieldFault("photos", "“\(upload.originalName)” was left out. \(reason)"))
        }
    }

    /// The bytes of a form in either of the two types that browsers send.
    private struct Body {
        let fields: FormURLEncoded
        var files: [(field: String, upload: MediaUpload)] = []
        var tooLarge: [String] = []

        init(of request: Request, dataPath: String, isKnown: (FormURLEncoded) -> Bool) async throws {
            let type = request.headers[.contentType].flatMap { MediaType($0) }
            guard type?.essence == "multipart/form-data", let boundary = type?.boundary else {
                fields = try await FormURLEncoded(body: request, maximumBytes: OwnerSessions.maximumBytes)
                return
            }
            let form = try await MultipartForm(
                owners: request,
                boundary: boundary,
                dataPath: dataPath,
                isKnown: isKnown
            )
            (fields, files, tooLarge) = (form.fields, form.files, form.tooLarge)
        }
    }
}

extension MultipartForm {
    /// Receives a form of the owner's pages; `isKnown` tells by the fields that came first whether it is one.
    ///
    /// - Throws: `HTTPError`.
    init(
        owners request: Request,
        boundary: String,
        dataPath: String,
        isKnown: (FormURLEncoded) -> Bool
    ) async throws {
        var limits = Limits()
        limits.leavesOutLargeFiles = true
        // Each picture of a post has three fields, and applications may have given it many.
        limits.parts = 1000
        do {
            try await self.init(receiving: request, boundary: boundary, dataPath: dataPath, limits: limits) {
                isKnown($0)
            }
        } catch let error as MultipartError {
            throw HTTPError(error.isTooLarge ? .contentTooLarge : .badRequest)
        } catch let fault as MultipartForm.Fault {
            switch fault {
            case .fileTooEarly: throw HTTPError(.forbidden)
            case .fieldsTooLong: throw HTTPError(.contentTooLarge)
            case .notUTF8, .nulCharacter: throw HTTPError(.badRequest)
            }
        }
    }
}
