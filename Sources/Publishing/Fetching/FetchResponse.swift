/// What another site answered.
package struct FetchResponse: Sendable, Equatable {
    /// An address that was asked, with its status.
    package struct Hop: Sendable, Equatable {
        /// The address as it was asked: the host in lower case, no fragment.
        package var url: String
        /// The HTTP status.
        package var status: Int

        /// An address with its status.
        package init(url: String, status: Int) {
            (self.url, self.status) = (url, status)
        }
    }

    /// The HTTP status of the last answer.
    package var status: Int
    /// The header lines of the last answer in their order, repeated ones too.
    package var headers: [FetchHeader]
    /// The body as it came. Compression was not asked for; a `Content-Encoding` header says if it came nevertheless.
    package var body: [UInt8]
    /// All addresses that were asked, the last one too.
    package var chain: [Hop]

    /// An answer.
    package init(status: Int, headers: [FetchHeader], body: [UInt8], chain: [Hop]) {
        (self.status, self.headers, self.body, self.chain) = (status, headers, body, chain)
    }

    /// Where the answer came from; relative references in it count from there.
    package var finalURL: String { chain.last?.url ?? "" }
}
