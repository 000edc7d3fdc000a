/// The pages that are being made, and who waits for them.
struct PageFlights {
    typealias ID = UInt64
    typealias Continuation = CheckedContinuation<CachedAnswer?, Never>

    private var waiting: [ID: [Continuation]] = [:]
    private var current: [PageCache.Key: ID] = [:]
    private var lastID: ID = 0

    /// The page under this key that is being made and can be waited for.
    func flight(for key: PageCache.Key) -> ID? { current[key] }

    /// Notes that somebody makes the page.
    mutating func begin(for key: PageCache.Key) -> ID {
        lastID += 1
        current[key] = lastID
        waiting[lastID] = []
        return lastID
    }

    /// Notes who waits; false when the page is done already.
    mutating func wait(for id: ID, _ continuation: Continuation) -> Bool {
        waiting[id]?.append(continuation) != nil
    }

    /// Notes that the page is done.
    ///
    /// - Returns: who waits for it.
    mutating func end(_ id: ID, for key: PageCache.Key) -> [Continuation] {
        if current[key] == id { current[key] = nil }
        return waiting.removeValue(forKey: id) ?? []
    }

    /// Lets nobody wait any more for what is being made. Those who wait already asked before the change.
    mutating func startAnew() {
        current.removeAll()
    }
}
