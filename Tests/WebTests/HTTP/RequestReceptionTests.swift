import TestSupport
import Testing
import Web

@Suite("Requests that come in pieces")
struct RequestReceptionTests {
    private static func head(_ fields: String..., type: String = "application/json") -> [UInt8] {
        let lines = ["POST /micropub HTTP/1.1", "Host: x", "Content-Type: \(type)"] + fields
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    @Test("a client that asks whether to send its body is told to", arguments: ["100-continue", "100-Continue"])
    func expectation(value: String) async throws {
        _ = try await ServedFixture.run { _, client in
            // Its token may be in the form.
            let head = Self.head("Content-Length: 2", "Expect: \(value)", type: "application/x-www-form-urlencoded")
            let answer = try await client.exchange([head], method: "POST")
            #expect(answer.status == 100)
        }
    }

    @Test(
        "MP-016 a client that asks is refused at once when its body would change nothing, and the connection ends",
        arguments: ["X-Without: Authorization", "Authorization: Bearer unknown"]
    )
    func refusedExpectation(field: String) async throws {
        let records = try await ServedFixture.run { _, client in
            let head = Self.head("Content-Length: 2000000", "Expect: 100-continue", field)
            let answer = try await client.exchange([head], method: "POST")
            #expect(answer.status == 401)
            #expect(answer["Connection"] == "close")
        }
        #expect(records.map(\.status) == [401])
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
