import Foundation

/// What the owner has put into the data folder's `theme`, read once at the start: the look of the site is theirs.
package struct ThemeFolder: Sendable, Equatable {
    /// `site.css`: comes after the program's own stylesheet, so that it wins.
    package let stylesheet: String?
    /// `head.html`: markup for the head of every page.
    package let head: String
    /// `footer.html`: markup for the foot of every page.
    package let footer: String

    /// Reads a data folder. A file that is not there, or that is no text, adds nothing.
    package init(dataPath: String) {
        func text(_ name: String) -> String? {
            try? String(contentsOfFile: "\(dataPath)/theme/\(name)", encoding: .utf8)
        }
        stylesheet = text("site.css")
        head = text("head.html") ?? ""
        footer = text("footer.html") ?? ""
    }
}
