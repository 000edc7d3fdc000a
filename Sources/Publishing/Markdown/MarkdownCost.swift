/// Tells texts that cost about as much as their size from those that cost its square, or hundreds of times its memory.
///
/// A few inputs make cmark-gfm quadratic: a table whose short rows are filled up to a wide header, chains of `![`, and
/// addresses without end. No note that a person wrote comes near these limits; what exceeds them is shown as it was
/// written.
enum MarkdownCost {
    /// What the tree of a text and its HTML may take together, in bytes.
    ///
    /// A full 1 MiB of prose with links takes 24 MB; a mark of a quotation, a bracket or a star takes 200 bytes.
    static let maximumMemory = 48 << 20

    private static let maximumBytes = 1 << 20
    private static let maximumTableCells = 90_000
    private static let maximumImages = 10_000
    private static let maximumAddresses = 50_000
    private static let maximumEmphasisByLinks = 2_000_000

    /// Whether the text may be rendered.
    static func isAffordable(_ markdown: UnsafeBufferPointer<UInt8>) -> Bool {
        guard markdown.count <= maximumBytes else { return false }
        var images = 0
        var addresses = 0
        var previous: UInt8 = 0
        for byte in markdown {
            if byte == UInt8(ascii: "["), previous == UInt8(ascii: "!") { images += 1 }
            if byte == UInt8(ascii: "@") { addresses += 1 }
            previous = byte
        }
        return images <= maximumImages && addresses <= maximumAddresses && hasAffordableTables(markdown)
            && hasAffordableParagraphs(markdown)
    }

    /// Whether no paragraph makes the parser walk over all its marks of emphasis at the end of every link.
    private static func hasAffordableParagraphs(_ markdown: UnsafeBufferPointer<UInt8>) -> Bool {
        var (marks, brackets, isBlank) = (0, 0, true)
        for byte in markdown {
            switch byte {
            case UInt8(ascii: "\n"):
                if isBlank { (marks, brackets) = (0, 0) }
                isBlank = true
            case 0...0x20: continue
            case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                marks += 1
                isBlank = false
            case UInt8(ascii: "]"):
                brackets += 1
                isBlank = false
                guard marks * brackets <= maximumEmphasisByLinks else { return false }
            default: isBlank = false
            }
        }
        return true
    }

    /// Whether the cells of all tables, filled up to their headers, stay within the limit.
    ///
    /// A line of nothing but `|`, `-` and `:` makes the line above it a header; the table lasts to the next empty line.
    private static func hasAffordableTables(_ markdown: UnsafeBufferPointer<UInt8>) -> Bool {
        var columns = 0
        var cells = 0
        for line in markdown.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.allSatisfy({ $0 <= 0x20 }) {
                columns = 0
            } else if let width = delimiterColumns(of: line) {
                columns = max(columns, width)
            }
            cells += columns
            guard cells <= maximumTableCells else { return false }
        }
        return true
    }

    /// How many columns a delimiter row has; nil for another line. Marks of lists and quotations may stand before it.
    private static func delimiterColumns(of line: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let row = line.drop { $0 <= 0x20 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || isMark($0) }
        var columns = 1
        for byte in row {
            switch byte {
            case UInt8(ascii: "|"): columns += 1
            case UInt8(ascii: "-"), UInt8(ascii: ":"), 0...0x20: continue
            default: return nil
            }
        }
        return columns
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: ")"): true
        default: false
        }
    }
}
