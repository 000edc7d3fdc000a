/// Who writes the site.
package struct Author: Sendable, Equatable {
    /// The name for readers.
    package let name: String
    /// The author's own address, which identifies them.
    package let url: String
    /// The address of a portrait.
    package let photoURL: String?
    /// A line about the author.
    package let note: String?
    /// Other addresses of the author, each of which links back.
    package let relMe: [String]

    /// Creates an author.
    package init(name: String, url: String, photoURL: String? = nil, note: String? = nil, relMe: [String] = []) {
        self.name = name
        self.url = url
        self.photoURL = photoURL
        self.note = note
        self.relMe = relMe
    }
}
