import IndieWeb
import Publishing

extension FetchRequest {
    /// A request for tests that are not about time: the machine may have a lot else to do.
    static func patient(url: String, method: Method = .get) -> FetchRequest {
        var request = FetchRequest(url: url, method: method)
        request.timeout = .seconds(60)
        return request
    }

    static func patient(posting pairs: [FormURLEncoded.Pair], to url: String) -> FetchRequest {
        var request = FetchRequest(posting: pairs, to: url)
        request.timeout = .seconds(60)
        return request
    }
}
