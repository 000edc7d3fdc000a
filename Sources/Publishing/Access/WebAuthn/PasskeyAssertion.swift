import Crypto

/// A passkey's answer to a sign-in (Web Authentication Level 2, section 5.2.2).
struct PasskeyAssertion: Sendable {
    let clientData: CollectedClientData
    let authenticatorData: AuthenticatorData
    private let signature: [UInt8]
    /// What was signed.
    private let signed: [UInt8]
    private let userHandle: [UInt8]?

    /// Takes an answer apart.
    init(_ answer: PasskeyAnswer) throws(PasskeyError) {
        let clientBytes = try answer.bytes("clientDataJSON")
        let authenticatorBytes = try answer.bytes("authenticatorData")
        clientData = try CollectedClientData(clientBytes)
        authenticatorData = try AuthenticatorData(authenticatorBytes)
        signature = try answer.bytes("signature")
        userHandle = try answer.optionalBytes("userHandle")
        signed = authenticatorBytes + Array(SHA256.hash(data: clientBytes))
    }

    /// Checks the answer but for its challenge (section 7.2).
    func check(_ passkey: Passkey, of relyingParty: RelyingParty) throws(PasskeyError) {
        // There is one account, so a device that names none means it.
        guard userHandle == nil || userHandle == relyingParty.userHandle else { throw .wrongUser }
        try relyingParty.check(clientData, authenticatorData, ceremony: .signIn)
        guard try COSEKey(passkey.publicKey).isValid(signature, of: signed) else { throw .wrongSignature }
        let count = authenticatorData.signCount
        guard count == 0 && passkey.signCount == 0 || count > passkey.signCount else { throw .counterRegression }
    }
}
