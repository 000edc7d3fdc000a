import HTTPTypes
import Hummingbird

/// Collects routes, so that a path which exists can refuse the methods it lacks with 405 instead of 404.
struct RouteTable {
    private let router: Router<SiteRequestContext>
    private var methods: [String: Set<HTTPRequest.Method>] = [:]

    private static let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]

    init(on router: Router<SiteRequestContext>) {
        self.router = router
    }

    /// Answers GET, and HEAD with the same headers.
    mutating func get(_ path: String, _ endpoint: some HTTPResponder<SiteRequestContext>) {
        router.on(RouterPath(path), method: .get, responder: endpoint)
        methods[path, default: []].formUnion([.get, .head])
    }

    /// Answers POST.
    mutating func post(_ path: String, _ endpoint: some HTTPResponder<SiteRequestContext>) {
        router.on(RouterPath(path), method: .post, responder: endpoint)
        methods[path, default: []].insert(.post)
    }

    /// Answers OPTIONS with what is answered on this path so far.
    mutating func options(_ path: String) {
        methods[path, default: []].insert(.options)
        router.on(RouterPath(path), method: .options, responder: OptionsEndpoint(methods: allow(path)))
    }

    private func allow(_ path: String) -> String {
        Self.all.filter { methods[path]?.contains($0) == true }.map(\.rawValue).joined(separator: ", ")
    }

    /// Refuses, on every path, the methods that no endpoint answers. To be called when all routes are known.
    func refuseOtherMethods() {
        for (path, allowed) in methods {
            let allow = allow(path)
            for method in Self.all where !allowed.contains(method) {
                router.on(RouterPath(path), method: method, responder: MethodRefusal(allow: allow))
            }
        }
    }
}

private struct MethodRefusal: HTTPResponder {
    let allow: String

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        throw HTTPError(.methodNotAllowed, headers: [.allow: allow])
    }
}
