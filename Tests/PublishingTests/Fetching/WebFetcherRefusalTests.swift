import Publishing
import TestSupport
import Testing

@Suite("WebFetcher, who must not be asked")
struct WebFetcherRefusalTests {
    private static let page = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"

    /// Runs a fetch that must be refused before anybody is connected to.
    private func expectRefusal(
        _ url: String,
        by fetcher: WebFetcher,
        sourceLocation: SourceLocation = #_sourceLocation
    )
        async
    {
        do {
            let response = try await fetcher.fetch(FetchRequest(url: url))
            Issue.record("\(url) was answered: \(response.status)", sourceLocation: sourceLocation)
        } catch FetchError.refused, FetchError.malformedURL, FetchError.notOnTheWeb {
        } catch {
            Issue.record("\(url): \(error)", sourceLocation: sourceLocation)
        }
    }

    @Test("no notation of an address of this machine or of a private network is connected to")
    func literals() async throws {
        let server = try RawServer(at: "0.0.0.0", answering: Self.page)
        let names = NameTable([:])
        for host in [
            "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "127.0.0.1.", "2130706433", "0x7f000001", "0x7F.0.0.1",
            "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "00.0.0.0", "127.0.0.01", "1.127.0.0.1",
            "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]",
            "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[::1%25lo]", "[::1%lo]",
            "[127.0.0.1]", "[::1", "::1", "10.0.0.1", "169.254.169.254", "[fd00:ec2::254]", "[fe80::1]",
            "localhost", "LocalHost", "localhost.", "app.localhost", "printer.local", "metadata.google.internal",
            "user@127.0.0.1", "user:password@127.0.0.1", "example.com@127.0.0.1", "example.com:80@127.0.0.1",
            "%31%32%37.0.0.1", "127.0.0.1%00.example.com", "127%2e0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1",
            "example.com\\@127.0.0.1", "127.0.0.1\\.example.com", "", ".", "..", "a..b", "exa mple.com",
        ] {
            await expectRefusal("http://\(host):\(server.port)/", by: .strict(names))
            await expectRefusal("http://\(host)/", by: .strict(names))
        }
        #expect(try await server.connections() == 0)
        #expect(names.asked.isEmpty)
    }

    @Test("no name that leads to such an address is connected to, nor one of whose addresses one is such")
    func names() async throws {
        let server = try RawServer(at: "0.0.0.0", answering: Self.page)
        let addresses: [[String]] = [
            ["127.0.0.1"], ["::1"], ["0.0.0.0"], ["::"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], ["10.1.2.3"],
            ["192.168.1.1"], ["172.20.0.1"], ["169.254.169.254"], ["fd00:ec2::254"], ["100.100.100.200"], ["fe80::1"],
            ["224.0.0.1"], ["ff02::1"], ["192.0.2.1"], ["2001:db8::1"], ["2002:7f00:1::"], ["255.255.255.255"],
            ["127.0.0.1", "8.8.8.8"], ["8.8.8.8", "127.0.0.1"], ["2606:4700::1111", "8.8.8.8", "10.0.0.1"],
        ]
        for list in addresses {
            let names = NameTable(["site.example": [list]])
            await expectRefusal("http://site.example:\(server.port)/", by: .strict(names))
            #expect(names.asked == ["site.example"])
        }
        #expect(try await server.connections() == 0)
    }

    @Test("a name is looked up once, and the connection goes to the address that was checked")
    func rebinding() async throws {
        let checked = try RawServer(at: "127.0.0.2", answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        let other = try RawServer(at: "127.0.0.3", port: checked.port, answering: Self.page)
        let names = NameTable(["rebind.example": [["127.0.0.2"], ["127.0.0.3"]]])
        let response = try await WebFetcher.local(names).fetch(
            FetchRequest(url: "http://rebind.example:\(checked.port)/")
        )
        #expect(String(decoding: response.body, as: UTF8.self) == "ok")
        #expect(names.asked == ["rebind.example"])
        #expect(try await checked.connections() == 1)
        #expect(try await other.connections() == 0)
    }

    @Test("a redirect to the same name is checked again")
    func rebindingByRedirect() async throws {
        let server = try RawServer(answering: "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")
        let names = NameTable(["rebind.example": [["127.0.0.1"], ["10.0.0.1"]]])
        let error = await #expect(throws: FetchError.self) {
            _ = try await WebFetcher.local(names).fetch(FetchRequest(url: "http://rebind.example:\(server.port)/"))
        }
        guard case .refused("rebind.example", IPAddress("10.0.0.1"), _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(names.asked.count == 2)
        #expect(try await server.connections() == 1)
    }

    @Test(
        "a redirect to a forbidden place is not followed",
        arguments: [
            "http://0.0.0.0:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://[::]:PORT/", "http://0:PORT/",
            "http://10.0.0.1/", "//169.254.169.254/latest/", "http://[fd00:ec2::254]/", "http://evil.example:PORT/",
            "http://2130706433:PORT/", "http://user@127.0.0.1:PORT/", "http://127.0.0.1:22/", "http://printer.local/",
            "file:///etc/passwd", "gopher://127.0.0.1:PORT/", "ftp://127.0.0.1/", "javascript:alert(1)",
            "unix:///run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/", "http://", "http:///x", "data:text/html,x",
        ]
    )
    func redirects(location: String) async throws {
        let target = try RawServer(at: "0.0.0.0", answering: Self.page)
        let location = location.replacing("PORT", with: "\(target.port)")
        let server = try RawServer(answering: "HTTP/1.1 307 X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
        let names = NameTable(["evil.example": [["10.9.8.7"]]])
        let error = await #expect(throws: FetchError.self) {
            _ = try await WebFetcher.local(names).fetch(FetchRequest(url: "http://127.0.0.1:\(server.port)/"))
        }
        switch error {
        case .refused, .badRedirect: break
        default: Issue.record("\(String(describing: error))")
        }
        #expect(try await server.connections() == 1)
        #expect(try await target.connections() == 0)
    }

    @Test(
        "text that is no web address",
        arguments: [
            "", "example.com", "//example.com/", "mailto:a@example.com", "http:example.com", "https:/example.com",
            "http://example.com:0/", "http://example.com:65536/", "http://example.com:99999999999999999999/",
            "http://example.com:-1/", "http://example.com:8 0/", "http://[::1]x/", "http://exa\u{0}mple.com/",
            "http://\(String(repeating: "a", count: 64)).example/", "file:///etc/passwd",
            "http://example.com/\(String(repeating: "a", count: 8192))", "http://a_b.ex!ample/", "http://,/",
        ]
    )
    func malformed(url: String) async {
        let names = NameTable([:])
        let error = await #expect(throws: FetchError.self) {
            _ = try await WebFetcher.strict(names).fetch(FetchRequest(url: url))
        }
        switch error {
        case .malformedURL, .notOnTheWeb: break
        default: Issue.record("\(String(describing: error))")
        }
        #expect(names.asked.isEmpty)
    }

    @Test("an address with a user name is refused for that")
    func userinfo() async {
        let url = "https://user:password@example.com/"
        await #expect(throws: FetchError.malformedURL(url, reason: "it carries a user name or password")) {
            _ = try await WebFetcher.strict().fetch(FetchRequest(url: url))
        }
    }

    @Test("the refusal tells people which host and why")
    func sentence() async {
        let names = NameTable(["site.example": [["10.0.0.1"]]])
        let error = await #expect(throws: FetchError.self) {
            _ = try await WebFetcher.strict(names).fetch(FetchRequest(url: "https://Site.example/"))
        }
        #expect(
            error?.description
                == "site.example is not asked, because its address 10.0.0.1 is a private address (RFC 1918)."
        )
    }
}
