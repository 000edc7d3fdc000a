import Hummingbird
import Logging
import Publishing

/// `GET /admin/database`: how the database is, and its backups.
struct DatabaseEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        return visit.answer(try await desk.databasePage(in: visit.frame).html)
    }
}

/// `POST /admin/database/backup`: makes a backup now.
struct DatabaseBackupEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, _) = try await desk.enterWithForm(request, context)
        let (name, reason) = try await desk.care.backUp()
        guard name == nil else { return visit.done(.backupMade, at: "database") }
        context.logger.error("a backup could not be made: \(reason ?? "")")
        var page = try await desk.databasePage(in: visit.frame)
        page.backupFault = reason ?? ""
        return visit.answer(page.html, status: .internalServerError)
    }
}

/// `POST /admin/database/verify`: checks everything, and answers with what it found.
///
/// It changes nothing, so the answer comes at once: to ask again does no harm.
struct DatabaseVerifyEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, _) = try await desk.enterWithForm(request, context)
        var page = try await desk.databasePage(in: visit.frame)
        page.check = try await desk.care.verify()
        return visit.answer(page.html)
    }
}

extension Desk {
    fileprivate func databasePage(in frame: DeskFrame) async throws -> DatabasePage {
        DatabasePage(frame: frame, report: try await care.report(), now: identity.now())
    }
}
