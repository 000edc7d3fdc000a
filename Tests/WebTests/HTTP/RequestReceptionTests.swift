import TestSupport
import Testing
import Web

@Suite("Requests that come in pieces")
struct RequestReceptionTests {
    private static func head(_ fields: String...) -> [UInt8] {
        let lines = ["POST /micropub HTTP/1.1", "Host: x", "Content-Type: application/json"] + fields
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    @Test("a client that asks whether to send its body is told to", arguments: ["100-continue", "100-Continue"])
    func expectation(value: String) async throws {
        _ = try await ServedFixture.run { _, client in
            let answer = try await client.exchange(
                [Self.head("Content-Length: 2", "Expect: \(value)")],
                method: "POST"
            )
            #expect(answer.status == 100)
        }
    }

    @Test("nobody else is told")
    func noExpectation() async throws {
        let records = try await ServedFixture.run { _, client in
            let whole = [Self.head("Content-Length: 2"), Array("{}".utf8)]
            let answer = try await client.exchange(whole, method: "POST")
            #expect(answer.status == 401)
        }
        #expect(records.map(\.status) == [401])
    }

    @Test(
        "a connection on which nothing more comes is closed",
        arguments: [
            "", "POST /micropub HTTP/1.1\r\nHost: x\r\n",
            "POST /admin/posts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
        ]
    )
    func stalled(bytes: String) async throws {
        _ = try await ServedFixture.run(patience: .milliseconds(200)) { _, client in
            // Not `timedOut`, which waits for half a minute.
            do {
                let answer = try await client.exchange([Array(bytes.utf8)], method: "POST")
                #expect(answer.status >= 400)
            } catch HTTPClient.Failure.noAnswer {}
        }
    }
}
