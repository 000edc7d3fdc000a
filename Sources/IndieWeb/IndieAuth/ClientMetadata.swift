/// What an application says about itself (IndieAuth, section 4.2).
package struct ClientMetadata: Sendable, Equatable {
    /// Why a document is not believed.
    package enum Fault: Error, Sendable, Equatable {
        /// Not a JSON object, or a member of the wrong kind.
        case malformed(String)
        /// It names another application (section 4.2.1).
        case otherClient
        /// Its home page is not above its identifier (section 4.2.1).
        case homePageElsewhere
        /// A secret that everybody can read, or a way to log in that needs one.
        case secret
    }

    /// What an application's page says in its h-app (section 4.2.2), as the parser of microformats found it.
    package struct App: Sendable, Equatable {
        /// The name.
        package let name: String?
        /// The address of the logo.
        package let logo: String?
        /// The home page.
        package let url: String?

        /// An application.
        package init(name: String?, logo: String?, url: String?) {
            (self.name, self.logo, self.url) = (name, logo, url)
        }
    }

    /// The name, to be shown beside the identifier and never alone.
    package var name: String?
    /// The home page.
    package var homePage: WebAddress?
    /// The logo.
    package var logo: WebAddress?
    /// The addresses that redirects may lead to, byte for byte.
    package var redirectURIs: [String]

    /// An application.
    package init(
        name: String? = nil,
        homePage: WebAddress? = nil,
        logo: WebAddress? = nil,
        redirectURIs: [String] = []
    ) {
        (self.name, self.homePage, self.logo, self.redirectURIs) = (name, homePage, logo, redirectURIs)
    }

    /// An application whose document could not be had, or must not be fetched.
    package static let unknown = ClientMetadata()

    /// Whether a redirect address is the application's.
    ///
    /// One of its own origin is; any other must be listed, byte for byte. An application on the reader's machine does
    /// not know its port beforehand, so any port of its host will do (RFC 8252, section 7.3).
    package func permits(_ redirect: RedirectURI, for client: ClientID) -> Bool {
        if let address = redirect.address {
            if address.hasSameOrigin(as: client.address) { return true }
            if client.isLoopback, address.scheme == client.address.scheme, address.host == client.address.host {
                return true
            }
        }
        return redirectURIs.contains { $0.utf8.elementsEqual(redirect.text.utf8) }
    }

    /// A name without control characters and of a length that a page can show, nil when nothing is left.
    static func cleaned(_ name: String?) -> String? {
        let words = (name ?? "").unicodeScalars.split {
            $0.properties.isWhitespace || $0.properties.generalCategory == .control
                || $0.properties.generalCategory == .format
        }
        let text = words.map(String.init).joined(separator: " ").prefix(100)
        return text.isEmpty ? nil : String(text)
    }
}
