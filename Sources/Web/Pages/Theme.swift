package import Publishing

/// The owner's additions to every page.
///
/// The fragments are markup that the owner wrote for their own site, in a folder that nobody else can write: they are put
/// in as they are. The security policy of the pages holds for them as well.
package struct Theme: Sendable, Equatable {
    /// The stylesheet's bytes and its path within the site, without a leading `/`; nil without one.
    package let stylesheet: (bytes: [UInt8], relativePath: String)?
    /// For the end of the head.
    package let head: HTML
    /// For the beginning of the foot.
    package let footer: HTML

    /// No additions.
    package static let none = Theme(stylesheet: nil, head: "", footer: "")

    /// The additions that a folder holds.
    package init(_ folder: ThemeFolder) {
        let bytes = folder.stylesheet.map { Array($0.utf8) }
        self.init(
            // Named by its content, so that it can be kept for ever.
            stylesheet: bytes.map { ($0, "theme/site.\(ContentHash($0).hex.prefix(12)).css") },
            head: HTML(fragmentOfOwner: folder.head),
            footer: HTML(fragmentOfOwner: folder.footer)
        )
    }

    private init(stylesheet: (bytes: [UInt8], relativePath: String)?, head: HTML, footer: HTML) {
        self.stylesheet = stylesheet
        self.head = head
        self.footer = footer
    }

    /// Whether both add the same.
    package static func == (left: Theme, right: Theme) -> Bool {
        left.stylesheet?.relativePath == right.stylesheet?.relativePath && left.head == right.head
            && left.footer == right.footer
    }
}
