import IndieWeb

/// What a page gives to `navigator.credentials` (Web Authentication Level 2, sections 5.4 and 5.5), in the JSON form that
/// `PublicKeyCredential.parseCreationOptionsFromJSON` and its sister read: bytes are base64url.
enum PasskeyOptions {
    /// For `create`: a passkey that the device can find by itself, and for which it checks who holds it. Whose make it is
    /// is not asked.
    static func registration(
        _ relyingParty: RelyingParty,
        userName: String,
        challenge: [UInt8],
        existing: [Passkey]
    ) -> JSONValue {
        [
            "rp": ["id": .string(relyingParty.id), "name": .string(relyingParty.name)],
            "user": [
                "id": .string(Base64URL.encode(relyingParty.userHandle)),
                "name": .string(userName),
                "displayName": .string(userName),
            ],
            "challenge": .string(Base64URL.encode(challenge)),
            "pubKeyCredParams": .array(
                COSEKey.algorithms.map { ["type": "public-key", "alg": .number(JSONNumber($0))] }
            ),
            "timeout": milliseconds,
            "excludeCredentials": .array(
                existing.map { passkey in
                    [
                        "type": "public-key",
                        "id": .string(Base64URL.encode(passkey.credentialID)),
                        "transports": .array(passkey.transports.map(JSONValue.string)),
                    ]
                }
            ),
            "authenticatorSelection": [
                "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
            ],
            "attestation": "none",
        ]
    }

    /// For `get`. No passkey is named: the device knows which it has, and nobody else needs to know which the owner has.
    static func signIn(_ relyingParty: RelyingParty, challenge: [UInt8]) -> JSONValue {
        [
            "challenge": .string(Base64URL.encode(challenge)),
            "timeout": milliseconds,
            "rpId": .string(relyingParty.id),
            "allowCredentials": [],
            "userVerification": "required",
        ]
    }

    private static let milliseconds = JSONValue.number(JSONNumber(PasskeyChallenge.lifetime * 1000))
}
