/// A way to sign in that the owner's device keeps (Web Authentication).
package struct Passkey: Sendable, Equatable, Identifiable {
    /// The row's identity, by which the owner names the passkey.
    package let id: Int64
    /// What the owner calls it.
    package let name: String
    /// When it was registered.
    package let created: StoredTimestamp
    /// When it was used last.
    package let lastUsed: StoredTimestamp?
    /// Its identity among all passkeys.
    let credentialID: [UInt8]
    /// A COSE_Key.
    let publicKey: [UInt8]
    /// How many signatures it had made when it was used last.
    let signCount: UInt32
    /// How a browser reaches it.
    let transports: [String]
}
