import CGumbo

/// An HTML5 tree, parsed the way browsers parse, and freed with its owner.
///
/// The tree lives in C memory. `withRoot` lends it out; an ``HTMLElement`` must not outlive the closure it was lent to.
package struct HTMLDocument: ~Copyable {
    /// How a text is read.
    package enum Kind: Sendable {
        /// A whole page, with `html`, `head` and `body` supplied where they are missing.
        case page
        /// The inside of a `div`.
        case fragment
    }

    private let tree: UnsafeMutablePointer<starpunk_gumbo_tree>

    /// Parses a text, or gives nil for one that would cost far more than its size.
    ///
    /// Parsing is quadratic in the number of open elements and in the attributes of a tag, and a short text can ask for a
    /// tree of gigabytes (unclosed formatting elements are rebuilt in every paragraph). No page that a person wrote comes
    /// near the limits.
    package init?(_ html: String, as kind: Kind, limits: Limits = .standard) {
        var html = html
        let tree: UnsafeMutablePointer<starpunk_gumbo_tree>? = html.withUTF8 { bytes in
            guard bytes.count <= limits.bytes, HTMLNesting.of(bytes, isWithin: limits.depth) else {
                return nil
            }
            return bytes.withMemoryRebound(to: CChar.self) { characters in
                starpunk_gumbo_parse(
                    characters.baseAddress,
                    characters.count,
                    kind == .fragment,
                    limits.parse(of: characters.count)
                )
            }
        }
        guard let tree else { return nil }
        self.tree = tree
    }

    deinit {
        starpunk_gumbo_free(tree)
    }

    /// Lends the root element: `html` of a page, or a nameless parent of a fragment's nodes.
    package borrowing func withRoot<Result>(_ body: (HTMLElement) throws -> Result) rethrows -> Result {
        try body(HTMLElement(node: UnsafePointer(tree.pointee.output.pointee.root)))
    }
}

extension HTMLDocument {
    /// What a text may cost before it is refused.
    package struct Limits: Sendable {
        /// Length of the text in bytes.
        package var bytes: Int
        /// Elements open at the same time, but for those that close by themselves (`p`, `li`, `td`).
        package var depth: Int
        /// Memory of the tree in bytes.
        package var memory: Int

        /// Creates limits.
        package init(bytes: Int, depth: Int, memory: Int) {
            self.bytes = bytes
            self.depth = depth
            self.memory = memory
        }

        /// 8 MB of text, browsers' 512 levels, 64 MB of tree: above any page that a person wrote.
        package static let standard = Limits(bytes: 8 << 20, depth: 512, memory: 64 << 20)

        /// The limits of parsing a text of so many bytes.
        ///
        /// A table is four elements for each level that counts. The time is forty times what it takes here to parse a text
        /// that is nothing but tags, so that the slowest of machines reads what a quick one does.
        fileprivate func parse(of length: Int) -> starpunk_gumbo_limits {
            starpunk_gumbo_limits(memory: memory, microseconds: 250_000 + 4 * Int64(length), depth: 4 * depth)
        }
    }
}
