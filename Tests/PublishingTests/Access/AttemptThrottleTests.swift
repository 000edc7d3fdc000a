import Foundation
import Publishing
import Testing

@Suite("AttemptThrottle")
struct AttemptThrottleTests {
    private let clock: AccessFixture
    private let throttle: AttemptThrottle

    init() throws {
        clock = try AccessFixture()
        throttle = AttemptThrottle(now: clock.now)
    }

    @Test("ten wrong attempts are free, then pauses come that double up to an hour")
    func pauses() throws {
        let address = try address("192.0.2.1")
        for _ in 0..<10 { #expect(throttle.attempt(from: address) == .allowed) }
        for pause in [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600] {
            #expect(throttle.attempt(from: address) == .refused(retryAfter: pause))
            clock.wait(TimeInterval(pause) - 0.5)
            #expect(throttle.attempt(from: address) == .refused(retryAfter: 1))
            clock.wait(0.5)
            #expect(throttle.attempt(from: address) == .allowed)
        }
    }

    @Test("a hundred at once are not all free")
    func concurrency() async throws {
        let address = try address("192.0.2.1")
        let allowed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 { group.addTask { throttle.attempt(from: address) == .allowed } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(allowed == 10)
    }

    @Test("attempts that are quarter of an hour apart are forgotten")
    func window() throws {
        let address = try address("192.0.2.1")
        for _ in 0..<50 {
            #expect(throttle.attempt(from: address) == .allowed)
            clock.wait(100)
        }
    }

    @Test("a right attempt makes an end of it")
    func success() throws {
        let address = try address("192.0.2.1")
        for _ in 0..<20 {
            for _ in 0..<9 { #expect(throttle.passwordAttempt(from: address) == .allowed) }
            throttle.succeeded(from: address)
        }
        #expect(throttle.count == 0)
    }

    @Test("a day without attempts makes an end of it, too")
    func memory() throws {
        let address = try address("192.0.2.1")
        for _ in 0..<10 { _ = throttle.attempt(from: address) }
        clock.wait(30)
        #expect(throttle.attempt(from: address) == .allowed)
        clock.wait(86_400)
        for _ in 0..<10 { #expect(throttle.attempt(from: address) == .allowed) }
        #expect(throttle.attempt(from: address) == .refused(retryAfter: 30))
    }

    @Test("other addresses are free, but for those of the same IPv6 network")
    func addresses() throws {
        for last in 0..<10 { _ = throttle.attempt(from: try address("2001:db8:0:1::\(last)")) }
        #expect(throttle.attempt(from: try address("2001:db8:0:1:ffff::1")) == .refused(retryAfter: 30))
        #expect(throttle.attempt(from: try address("2001:db8:0:2::1")) == .allowed)
        for _ in 0..<10 { _ = throttle.attempt(from: try address("192.0.2.1")) }
        #expect(throttle.attempt(from: try address("::ffff:192.0.2.1")) == .refused(retryAfter: 30))
        #expect(throttle.attempt(from: try address("192.0.2.2")) == .allowed)
    }

    @Test("the password has a limit over all addresses, with short pauses; other ways stay open")
    func account() throws {
        for number in 0..<50 { #expect(throttle.passwordAttempt(from: try address("192.0.2.\(number)")) == .allowed) }
        let fresh = try address("198.51.100.1")
        #expect(throttle.passwordAttempt(from: fresh) == .refused(retryAfter: 5))
        #expect(throttle.attempt(from: fresh) == .allowed)
        for pause in [5, 10, 20, 40, 60, 60] {
            clock.wait(TimeInterval(pause))
            #expect(throttle.passwordAttempt(from: try address("198.51.100.\(pause)")) == .allowed)
        }
    }

    @Test("a clock that is set back makes no pause longer")
    func clockSetBack() throws {
        let address = try address("192.0.2.1")
        for _ in 0..<10 { _ = throttle.attempt(from: address) }
        clock.wait(-86_400 * 7)
        #expect(throttle.attempt(from: address) == .allowed)
    }

    @Test("it remembers so many addresses and no more, and forgets the quietest")
    func bounded() throws {
        let known = try address("192.0.2.1")
        for number in 0..<(3 * AttemptThrottle.capacity) {
            _ = throttle.attempt(from: try address("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)"))
            if number % 1000 == 0 {
                clock.wait(1)
                _ = throttle.attempt(from: known)
            }
        }
        #expect(throttle.count <= AttemptThrottle.capacity)
        #expect(throttle.attempt(from: known) != .allowed)
    }

    private func address(_ text: String) throws -> ClientAddress {
        try #require(ClientAddress(text))
    }
}
