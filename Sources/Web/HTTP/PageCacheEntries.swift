import Foundation

/// The answers that a page cache holds, bounded in bytes, and what they were made from.
///
/// Who goes when room is needed is decided by a clock: a hand goes round, spares once whoever was asked for since it
/// last came by, and takes the others. That is nearly the least recently used one, and costs no list to be kept in
/// order. A crawler that asks for every page once does not push out what people read.
struct PageCacheEntries {
    private struct Entry {
        let key: PageCache.Key
        let page: PageCache.Page
        let byteCount: Int
        var wasAskedFor = false
    }

    /// What all entries together take, about.
    private(set) var byteCount = 0

    private let maximumBytes: Int
    private var slots: [Entry?] = []
    private var emptySlots: [Int] = []
    private var slotOfKey: [PageCache.Key: Int] = [:]
    /// The slots of keys that the target of a request tells by itself.
    private var slotOfTarget: [String: Int] = [:]
    private var keysOfDependency: [PageCache.Dependency: Set<PageCache.Key>] = [:]
    private var hand = 0

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    var count: Int { slotOfKey.count }

    /// The answer under a key, unless its time is over.
    mutating func answer(for key: PageCache.Key, now: Date) -> CachedAnswer? {
        guard let slot = slotOfKey[key], isGood(slot, now: now) else { return nil }
        return slots[slot]?.page.answer
    }

    /// The reply to a request, by its target: the path and the query as they came.
    mutating func reply(forTarget target: String, in coding: ContentCoding, now: Date) -> WireReply? {
        guard let slot = slotOfTarget[target], isGood(slot, now: now) else { return nil }
        return slots[slot]?.page.answer.wire(coding)
    }

    /// Whether the time of an answer is not over; one that is going to be given is spared by the hand.
    private mutating func isGood(_ slot: Int, now: Date) -> Bool {
        if let expires = slots[slot]?.page.expires, expires <= now {
            if let key = slots[slot]?.key { remove(key) }
            return false
        }
        slots[slot]?.wasAskedFor = true
        return true
    }

    /// Keeps a page, in place of the one under the same key; false when it is larger than all room there is.
    mutating func insert(_ page: PageCache.Page, for key: PageCache.Key) -> Bool {
        let entry = Entry(key: key, page: page, byteCount: page.answer.byteCount + key.byteCount)
        guard entry.byteCount <= maximumBytes else { return false }
        remove(key)
        while byteCount > maximumBytes - entry.byteCount { evictOne() }
        let slot = emptySlots.popLast() ?? slots.count
        if slot == slots.count { slots.append(entry) } else { slots[slot] = entry }
        slotOfKey[key] = slot
        if let target = key.target { slotOfTarget[target] = slot }
        byteCount += entry.byteCount
        for dependency in page.dependencies { keysOfDependency[dependency, default: []].insert(key) }
        return true
    }

    /// Drops what was made from any of these.
    mutating func forget(_ dependencies: Set<PageCache.Dependency>) {
        guard !dependencies.contains(.everything) else {
            self = PageCacheEntries(maximumBytes: maximumBytes)
            return
        }
        for dependency in dependencies.union([.everything]) {
            for key in keysOfDependency[dependency] ?? [] { remove(key) }
        }
    }

    private mutating func remove(_ key: PageCache.Key) {
        guard let slot = slotOfKey.removeValue(forKey: key), let entry = slots[slot] else { return }
        slots[slot] = nil
        emptySlots.append(slot)
        if let target = key.target { slotOfTarget[target] = nil }
        byteCount -= entry.byteCount
        for dependency in entry.page.dependencies {
            keysOfDependency[dependency]?.remove(key)
            if keysOfDependency[dependency]?.isEmpty == true { keysOfDependency[dependency] = nil }
        }
    }

    /// Goes round until one has gone. There is one, for the bytes are not zero.
    private mutating func evictOne() {
        while !slotOfKey.isEmpty {
            hand = hand + 1 < slots.count ? hand + 1 : 0
            guard let entry = slots[hand] else { continue }
            guard entry.wasAskedFor else { return remove(entry.key) }
            slots[hand]?.wasAskedFor = false
        }
    }
}
