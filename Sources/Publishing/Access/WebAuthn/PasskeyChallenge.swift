import Foundation

/// Questions that need not be kept: each bears its end, and a code by which the site knows it again.
///
/// Anybody may ask for the sign-in page, so asking must write nothing. Only answered ones are kept, until they end.
struct PasskeyChallenge: Sendable {
    /// What a question is asked for; the answer to one is none to another.
    enum Purpose: Sendable, Equatable {
        case signIn
        /// In one session alone.
        case registration(Session)

        fileprivate var name: String {
            switch self {
            case .signIn: "passkey sign-in"
            case .registration(let session): "passkey registration \(session.tokenHash)"
            }
        }
    }

    /// Seconds that a question may be answered.
    static let lifetime = 300

    let secret: SessionSecret

    /// A new question: 16 random bytes, 8 for the end in seconds since 1970, 32 of the code.
    func issue(for purpose: Purpose, at time: Date, random: inout some RandomNumberGenerator) -> [UInt8] {
        let end = UInt64(max(0, time.timeIntervalSince1970)) + UInt64(Self.lifetime)
        let content = Secret.bytes(16, from: &random) + (0..<8).map { UInt8(truncatingIfNeeded: end >> (56 - 8 * $0)) }
        return content + secret.authenticationCode(of: content, purpose: purpose.name)
    }

    /// When a question ends, nil when it has ended or is not ours for this purpose.
    func end(of challenge: [UInt8], for purpose: Purpose, at time: Date) -> Date? {
        guard challenge.count == 56,
            secret.isValid(Array(challenge[24...]), of: challenge[..<24], purpose: purpose.name)
        else { return nil }
        let seconds = challenge[16..<24].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let end = Date(timeIntervalSince1970: TimeInterval(seconds))
        return time < end ? end : nil
    }
}
