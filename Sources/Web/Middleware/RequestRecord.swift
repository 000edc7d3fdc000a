/// A request that was answered: what the log says of it.
///
/// The path is there, the query is not: it may come to hold secrets.
package struct RequestRecord: Sendable {
    /// Takes note of a request. Called where requests are answered, so it must be quick.
    package typealias Recorder = @Sendable (RequestRecord) -> Void

    /// What was to be done.
    package let method: String
    /// With what.
    package let path: String
    /// What came of it.
    package let status: Int
    /// How long it took, from the request's head to the beginning of the answer.
    package let duration: Duration
    /// What the log and the visitor call the request.
    package let id: String

    /// Creates a record.
    package init(method: String, path: String, status: Int, duration: Duration, id: String) {
        self.method = method
        self.path = path
        self.status = status
        self.duration = duration
        self.id = id
    }
}
