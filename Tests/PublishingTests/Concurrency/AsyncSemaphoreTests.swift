import Publishing
import Synchronization
import Testing

@Suite("AsyncSemaphore", .timeLimit(.minutes(10)))
struct AsyncSemaphoreTests {
    private final class Counts: Sendable {
        let value = Mutex((now: 0, most: 0, all: 0))
    }

    @Test("no more hold one than there are, and all get one")
    func limit() async throws {
        let permits = AsyncSemaphore(2)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await permits.withPermit {
                        counts.value.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.all + 1) }
                        try await Task.sleep(for: .milliseconds(1))
                        counts.value.withLock { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(counts.value.withLock { [$0.now, $0.most, $0.all] } == [0, 2, 50])
    }

    @Test("a cancelled task waits no longer, and takes no permit with it")
    func cancellation() async throws {
        let permits = AsyncSemaphore(1)
        try await permits.withPermit {
            let task = Task { try await permits.withPermit {} }
            while permits.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(permits.waiting == 0)
        }
        #expect(try await permits.withPermit { true })
    }

    @Test("cancelled at every moment, the permits stay as many")
    func races() async throws {
        let permits = AsyncSemaphore(2)
        for round in 0..<200 {
            let tasks = (0..<5).map { _ in Task { try await permits.withPermit { await Task.yield() } } }
            if round % 2 == 0 { await Task.yield() }
            for task in tasks.dropFirst() { task.cancel() }
            for task in tasks { _ = await task.result }
        }
        let both = try await permits.withPermit {
            try await permits.withPermit { permits.waiting }
        }
        #expect(both == 0)
    }

    @Test("a failure gives the permit back")
    func failure() async throws {
        let permits = AsyncSemaphore(1)
        await #expect(throws: CancellationError.self) {
            try await permits.withPermit { throw CancellationError() }
        }
        #expect(try await permits.withPermit { true })
    }
}
