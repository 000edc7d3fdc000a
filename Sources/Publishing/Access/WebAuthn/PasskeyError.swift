/// Why a passkey's answer is refused (Web Authentication Level 2, sections 7.1 and 7.2).
package enum PasskeyError: Error, Sendable, Equatable {
    /// The answer has not the form of section 5.1, or of what stands in it; the word says which part.
    case malformed(String)
    /// The client data are of the other ceremony.
    case wrongType
    /// The challenge is not one of ours for this purpose, has expired, or was answered before.
    case wrongChallenge
    /// The answer was made for a page of another site, or for one within a frame.
    case wrongOrigin(String)
    /// The authenticator answered for another site.
    case wrongRelyingParty
    /// Nobody was there.
    case userNotPresent
    /// The authenticator did not make sure that it was its owner.
    case userNotVerified
    /// The public key is of a kind that we did not offer, or of a size that is not safe.
    case unsupportedKey
    /// The passkey is registered already.
    case alreadyRegistered
    /// More passkeys than a site keeps.
    case tooMany
    /// No passkey of this site has this identity.
    case unknownCredential
    /// The passkey is of another account.
    case wrongUser
    /// The signature is not made with the passkey's key.
    case wrongSignature
    /// The counter did not grow: there are two of this authenticator (section 6.1.1).
    case counterRegression
}

extension PasskeyError: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .malformed(let part): "The browser's answer cannot be read (\(part))."
        case .wrongType: "This is an answer to another question."
        case .wrongChallenge: "The question is too old or was answered before; load the page again."
        case .wrongOrigin(let origin): "The answer was made for \(origin), not for this site."
        case .wrongRelyingParty: "The passkey is of another site."
        case .userNotPresent, .userNotVerified: "The device did not check who you are."
        case .unsupportedKey: "The device's kind of key is not supported."
        case .alreadyRegistered: "This passkey is registered already."
        case .tooMany: "There are too many passkeys; remove one first."
        case .unknownCredential: "This site does not know this passkey."
        case .wrongUser: "The passkey is of another account."
        case .wrongSignature: "The passkey's signature is wrong."
        case .counterRegression: "The passkey was copied; remove it, and register it anew."
        }
    }
}
