import Publishing
import Synchronization

/// Names with the addresses they lead to, one answer after the other, and a list of what was asked for.
final class NameTable: Sendable {
    private let state: Mutex<(answers: [String: [[String]]], asked: [String])>

    /// The answers of a name in their order; the last one is given again and again.
    init(_ answers: [String: [[String]]]) {
        state = Mutex((answers, []))
    }

    /// The names that were looked up.
    var asked: [String] { state.withLock(\.asked) }

    var resolver: HostResolver {
        HostResolver { name in
            self.state.withLock { state in
                state.asked.append(name)
                guard var answers = state.answers[name], let answer = answers.first else { return [] }
                if answers.count > 1 {
                    answers.removeFirst()
                    state.answers[name] = answers
                }
                return answer.compactMap { IPAddress($0) }
            }
        }
    }
}

extension WebFetcher {
    /// A fetcher of a site on this machine, which may ask the servers of these tests.
    static func local(_ names: NameTable = NameTable([:]), authorities: String? = nil) -> WebFetcher {
        WebFetcher(
            policy: AddressPolicy(allowsLoopback: true),
            resolver: names.resolver,
            userAgent: "StarPunk/1 (tests)",
            authorities: authorities
        )
    }

    /// A fetcher of a site in the Internet.
    static func strict(_ names: NameTable = NameTable([:])) -> WebFetcher {
        WebFetcher(
            policy: AddressPolicy(allowsLoopback: false),
            resolver: names.resolver,
            userAgent: "StarPunk/1 (tests)"
        )
    }
}
