import HTTPTypes
import Hummingbird

/// Collects routes, so that a path which exists can refuse the methods it lacks with 405 instead of 404.
struct RouteTable {
    private let router: Router<BasicRequestContext>
    private var methods: [String: Set<HTTPRequest.Method>] = [:]

    private static let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]

    init(on router: Router<BasicRequestContext>) {
        self.router = router
    }

    /// Answers GET, and HEAD with the same headers.
    mutating func get(_ path: String, _ endpoint: some HTTPResponder<BasicRequestContext>) {
        router.on(RouterPath(path), method: .get, responder: endpoint)
        methods[path, default: []].formUnion([.get, .head])
    }

    /// Refuses, on every path, the methods that no endpoint answers. To be called when all routes are known.
    func refuseOtherMethods() {
        for (path, allowed) in methods {
            let allow = Self.all.filter(allowed.contains).map(\.rawValue).joined(separator: ", ")
            for method in Self.all where !allowed.contains(method) {
                router.on(RouterPath(path), method: method, responder: MethodRefusal(allow: allow))
            }
        }
    }
}

private struct MethodRefusal: HTTPResponder {
    let allow: String

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        throw HTTPError(.methodNotAllowed, headers: [.allow: allow])
    }
}
