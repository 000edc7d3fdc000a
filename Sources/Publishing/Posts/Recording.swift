import IndieWeb
import Microformats

/// A film or a sound of a post.
package struct Recording: Sendable, Equatable {
    /// What it is; named as the property and as the element of HTML.
    package enum Kind: String, Sendable, CaseIterable {
        /// A film.
        case video
        /// A sound.
        case audio
    }

    /// What it is.
    package let kind: Kind
    /// Its address.
    package let address: String
}

extension Post {
    /// The films, then the sounds. `root` is the address, or the path, of the site; it ends with `/`.
    package func recordings(below root: String) -> [Recording] {
        Recording.Kind.allCases.flatMap { kind in
            properties[kind.rawValue].compactMap { value in
                guard let text = value.mediaAddress else { return nil }
                if let file = MediaReference(stored: text) { return Recording(kind: kind, address: root + file.stored) }
                guard let reference = URLReference(text), reference.isWebAddress else { return nil }
                return Recording(kind: kind, address: reference.description)
            }
        }
    }
}
