import HTTPTypes
import Hummingbird
import IndieWeb
import Publishing

/// `GET /admin/media`: the uploaded images.
struct MediaLibraryEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        var list = MicropubMediaList()
        list.limit = 24
        list.after = request.uri.queryParameters["after"].map(String.init)
        list.before = request.uri.queryParameters["before"].map(String.init)
        return visit.answer(try await desk.library(list, in: visit.frame, context).html)
    }
}

/// `POST /admin/media`: stores images. A script that asks for JSON gets the address of the one it sent.
struct MediaUploadEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let session = try await desk.owner.require(request)
        try desk.owner.checkOrigin(of: request)
        guard let boundary = request.headers[.contentType].flatMap({ MediaType($0) })?.boundary else {
            throw HTTPError(.unsupportedMediaType)
        }
        let form = try await MultipartForm(
            owners: request,
            boundary: boundary,
            dataPath: desk.site.configuration.dataPath
        ) { fields in
            (try? desk.owner.check(csrfToken: fields.first(OwnerSessions.csrfFieldName), of: session)) != nil
        }
        try desk.owner.check(csrfToken: form.fields.first(OwnerSessions.csrfFieldName), of: session)
        var urls: [String] = []
        var faults = form.tooLarge.map { FieldFault("file", "“\($0)” is larger than \(MediaUpload.maximumSize).") }
        for (_, upload) in form.files {
            do {
                urls.append(try await desk.publisher.store(upload))
            } catch {
                guard let refusal = MicropubError(refusing: error) else { throw error }
                faults.append(FieldFault("file", "“\(upload.originalName)”: \(refusal.description)"))
            }
        }
        if urls.isEmpty, faults.isEmpty { faults.append(FieldFault("file", "Choose an image first.")) }
        let visit = desk.visit(of: session, request, context)
        if request.headers[.accept]?.contains("application/json") == true { return json(urls, faults) }
        guard !faults.isEmpty else { return visit.done(.imagesUploaded(Int64(urls.count)), at: "media") }
        var page = try await desk.library(.firstPage, in: visit.frame, context)
        page.faults = faults
        return visit.answer(page.html, status: .unprocessableContent)
    }

    private func json(_ urls: [String], _ faults: [FieldFault]) -> Response {
        var object = JSONObject()
        object["url"] = urls.first.map(JSONValue.string)
        object["error"] = faults.first.map { .string($0.words) }
        return Response(
            status: urls.isEmpty ? .unprocessableContent : .created,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: object.text))
        )
    }
}

/// `POST /admin/media/delete`: deletes an image that no post shows.
struct MediaDeleteEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, form) = try await desk.enterWithForm(request, context)
        do {
            try await desk.publisher.deleteMedia(url: form.first("url") ?? "")
            return visit.done(.imageDeleted, at: "media")
        } catch PublishingError.mediaInUse {
            return visit.done(.imageInUse, at: "media")
        } catch PublishingError.unknownMedia {
            return visit.done(.imageGone, at: "media")
        }
    }
}

extension MicropubMediaList {
    fileprivate static var firstPage: MicropubMediaList {
        var list = MicropubMediaList()
        list.limit = 24
        return list
    }
}

extension Desk {
    fileprivate func library(
        _ list: MicropubMediaList,
        in frame: DeskFrame,
        _ context: SiteRequestContext
    ) async throws -> MediaLibraryPage {
        do {
            let page = try await site.library(list, logger: context.logger)
            return MediaLibraryPage(frame: frame, page: page, siteURL: site.configuration.siteURL)
        } catch PublishingError.unknownCursor {
            throw HTTPError(.notFound)
        }
    }
}
