/// What a password must be: long, and not one of those that are tried first (NIST SP 800-63B, section 5.1.1.2). Nothing is
/// asked of its characters.
package struct PasswordPolicy: Sendable {
    /// Why a password is refused.
    package enum Fault: Error, Sendable, Equatable {
        /// It has fewer than ``PasswordPolicy/minimumLength`` characters.
        case tooShort
        /// It has more than ``PasswordPolicy/maximumLength`` characters.
        case tooLong
        /// It is known to everybody, or made of the site's own name.
        case tooCommon
    }

    /// The site has no second factor, so more than the eight characters that NIST has for accounts with one.
    package static let minimumLength = 12
    /// Enough for any sentence.
    package static let maximumLength = 256

    private let ownNames: [String]

    /// The policy of a site.
    ///
    /// - Parameter ownNames: what people would try of this site: its host, its name, the owner's name.
    package init(ownNames: [String]) {
        // “example.com” counts as such, and as “example”.
        self.ownNames = ownNames.flatMap { name in
            [name] + name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        }.map(Self.letters).filter { $0.count >= 4 }
    }

    /// Why a password is refused, nil when it is good.
    package func fault(of password: String) -> Fault? {
        let length = password.unicodeScalars.count
        if length < Self.minimumLength { return .tooShort }
        if length > Self.maximumLength { return .tooLong }
        if Set(password).count < 4 { return .tooCommon }
        // “Password-2026!!” is no better than “password”: only what is left counts.
        let letters = Self.letters(password)
        var rest = letters
        for word in (ownNames + Self.common).sorted(by: { $0.count > $1.count }) {
            rest = rest.replacing(word, with: "")
        }
        return rest.count < min(4, letters.count) ? .tooCommon : nil
    }

    private static func letters(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// Beginnings and wholes of the passwords that every published list has on top.
    private static let common = """
        0123456789 1234567890 123456789 12345678 1234567 123456 12345 1234 987654321 123123 password passw0rd
        passwort qwertyuiop qwerty asdfghjkl asdfgh zxcvbnm 1q2w3e4r5t 1q2w3e4r 1qaz2wsx3edc 1qaz2wsx
        q1w2e3r4t5y6 abcdefghijklmnopqrstuvwxyz abcdefgh abcdef abc123 abcd iloveyou letmein welcome
        administrator admin changeme secret monkey dragon sunshine princess football baseball superman batman
        trustno1 whatever starwars starpunk indieweb website login master hello
        """
        .split { $0.isWhitespace }.map(String.init)
}

extension PasswordPolicy.Fault: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .tooShort:
            "A password has at least \(PasswordPolicy.minimumLength) characters; a sentence is easy to remember."
        case .tooLong: "A password has at most \(PasswordPolicy.maximumLength) characters."
        case .tooCommon: "This password is one of the first that anybody would try."
        }
    }
}
