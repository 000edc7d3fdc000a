import IndieWeb
import Publishing

/// What applications may learn of the owner (IndieAuth, section 5.3.4).
struct OwnerProfile: Sendable {
    let site: Site

    /// The profile; there is no e-mail address among the settings, so none is told.
    func profile() async throws -> Profile {
        let author = try await site.author()
        return Profile(name: author.name, url: author.url, photo: author.photoURL)
    }
}
