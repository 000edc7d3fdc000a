import Crypto
import Foundation

/// The site as passkeys know it (Web Authentication Level 2, section 5.1.2).
package struct RelyingParty: Sendable, Equatable {
    /// The site's host name; passkeys are good for it alone.
    package let id: String
    /// What the browser calls it.
    package let name: String
    /// The scheme, host and port of its pages.
    package let origin: String

    /// The site at an address, nil where browsers offer no passkeys: without TLS, but for `localhost`, or without a name.
    ///
    /// - Parameters:
    ///   - siteURL: the site's address.
    ///   - name: its title.
    package init?(siteURL: String, name: String) {
        guard let components = URLComponents(string: siteURL), let scheme = components.scheme?.lowercased(),
            let host = components.encodedHost?.lowercased(), !host.isEmpty, !host.hasPrefix("["),
            ClientAddress(host) == nil,
            scheme == "https" || scheme == "http" && (host == "localhost" || host.hasSuffix(".localhost"))
        else { return nil }
        let isUsual = components.port == nil || components.port == (scheme == "https" ? 443 : 80)
        id = host
        self.name = name
        origin = "\(scheme)://\(host)" + (isUsual ? "" : ":\(components.port ?? 0)")
    }

    /// Checks what both ceremonies have in common (sections 7.1 and 7.2: type, origin, identity, flags).
    ///
    /// A passkey stands for the password and a second factor at once, so the user is to be verified.
    func check(
        _ clientData: CollectedClientData,
        _ authenticatorData: AuthenticatorData,
        ceremony: CollectedClientData.Ceremony
    ) throws(PasskeyError) {
        guard clientData.type == ceremony.rawValue else { throw .wrongType }
        guard clientData.origin == origin, !clientData.isCrossOrigin else { throw .wrongOrigin(clientData.origin) }
        guard SHA256.hash(data: Array(id.utf8)) == authenticatorData.relyingPartyHash else { throw .wrongRelyingParty }
        guard authenticatorData.isUserPresent else { throw .userNotPresent }
        guard authenticatorData.isUserVerified else { throw .userNotVerified }
    }

    /// What authenticators call the owner's account: the same for all passkeys of a site, and nothing personal.
    var userHandle: [UInt8] { Array(SHA256.hash(data: Array("starpunk owner of \(id)".utf8))) }
}
