package import Foundation
package import IndieWeb
import Microformats
import Synchronization

/// The documents by which applications say who they are (IndieAuth, section 4.2), fetched from their identifiers.
///
/// What was read is kept for as long as the application says; a failure is not kept, for it may be over the next time.
package final class ClientDocuments: Sendable {
    /// Bytes of a JSON document: twice what the draft of client metadata documents recommends.
    static let maximumBytesOfJSON = 10_240
    /// Bytes of a page.
    static let maximumBytes = 512 << 10
    /// How many applications are remembered.
    static let capacity = 200

    private struct Entry {
        let metadata: ClientMetadata
        let end: Date
    }

    private let fetcher: WebFetcher
    private let now: @Sendable () -> Date
    private let cache = Mutex<[ClientID: Entry]>([:])

    /// No documents yet.
    ///
    /// - Parameters:
    ///   - fetcher: what asks; its policy must not allow loopback, also where the site itself is there.
    ///   - now: the clock.
    package init(fetcher: WebFetcher, now: @escaping @Sendable () -> Date) {
        self.fetcher = fetcher
        self.now = now
    }

    /// The document of an application.
    package func document(of client: ClientID) async -> ClientDocument {
        guard !client.isLoopback else { return .onThisMachine }
        let time = now()
        if let entry = cache.withLock({ $0[client] }), time < entry.end { return .found(entry.metadata) }
        do {
            let (metadata, freshness) = try await fetch(client)
            if freshness.seconds > 0 { keep(metadata, of: client, until: time.addingTimeInterval(freshness.seconds)) }
            return .found(metadata)
        } catch let fault as Fault {
            return .unavailable(fault.sentence)
        } catch let fault as ClientMetadata.Fault {
            return .unavailable(fault.description)
        } catch let error as FetchError {
            return .unavailable(error.description)
        } catch {
            return .unavailable("It was not asked to the end.")
        }
    }

    private func keep(_ metadata: ClientMetadata, of client: ClientID, until end: Date) {
        cache.withLock { cache in
            if cache.count >= Self.capacity, cache[client] == nil,
                let oldest = cache.min(by: { $0.value.end < $1.value.end })
            {
                cache[oldest.key] = nil
            }
            cache[client] = Entry(metadata: metadata, end: end)
        }
    }

    /// An answer that holds no document.
    private struct Fault: Error {
        let sentence: String
    }

    private func fetch(_ client: ClientID) async throws -> (ClientMetadata, Freshness) {
        var request = FetchRequest(url: client.text)
        request.accept = "application/json, text/html;q=0.5"
        request.maximumBytes = Self.maximumBytes
        request.maximumRedirects = 3
        let response = try await fetcher.fetch(request)
        guard response.status == 200 else { throw Fault(sentence: "It answered with the status \(response.status).") }
        let freshness = Freshness(response.headers, usual: 300, longest: 86_400)
        let type = response.headers.values(of: "Content-Type").first?.lowercased().prefix { $0 != ";" }
            .trimmingCharacters(in: .whitespaces)
        switch type {
        case "text/html", "application/xhtml+xml":
            return (try page(response), freshness)
        case let type? where type == "application/json" || type.hasSuffix("+json"):
            // Whoever can redirect from an address is not always who speaks for it.
            guard response.chain.count == 1 else { throw Fault(sentence: "It redirects to a document elsewhere.") }
            guard response.body.count <= Self.maximumBytesOfJSON else {
                throw Fault(sentence: "Its document is larger than \(Self.maximumBytesOfJSON) bytes.")
            }
            return (try ClientMetadata(json: response.body, client: client), freshness)
        default:
            throw Fault(sentence: "It answered neither with JSON nor with a page.")
        }
    }

    private func page(_ response: FetchResponse) throws -> ClientMetadata {
        guard let url = WebAddress(response.finalURL) else { throw Fault(sentence: "It has no address.") }
        let html = String(decoding: response.body, as: UTF8.self)
        let item = MicroformatsDocument(html: html, url: url.text)?.allItems.first { item in
            item.isA("h-app") || item.isA("h-x-app")
        }
        let app = item.map { item in
            ClientMetadata.App(
                name: item.text(of: "name"),
                logo: item.addresses(of: "logo").first,
                url: item.addresses(of: "url").first
            )
        }
        let links = EndpointDiscovery(url: url, linkHeaders: response.headers.values(of: "Link"), html: html)
        return ClientMetadata(app: app, redirectURIs: links.redirectURIs, page: url)
    }
}
