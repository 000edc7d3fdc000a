/// How many attributes a tag has, read as the tokeniser of HTML reads it (HTML, sections 13.2.5.8 and 13.2.5.32 to
/// 13.2.5.40).
struct HTMLAttributeCount {
    private enum State {
        case tagName
        /// Where an attribute may begin.
        case between
        case name
        /// After a name and the space behind it, where `=` may still follow.
        case afterName
        case beforeValue
        case unquoted
        case quoted(UInt8)
    }

    private(set) var count = 0
    private var state = State.tagName

    /// Reads a tag from its name on, and gives the place behind its `>`, or the end of the text.
    mutating func read(_ tag: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        for index in tag.indices {
            let byte = tag[index]
            if case .quoted(let quote) = state {
                if byte == quote { state = .between }
            } else if byte == UInt8(ascii: ">") {
                return index + 1
            } else {
                read(byte)
            }
        }
        return tag.endIndex
    }

    private mutating func read(_ byte: UInt8) {
        switch (state, byte) {
        case (.tagName, 0...0x20), (.tagName, UInt8(ascii: "/")), (.unquoted, 0...0x20): state = .between
        case (.between, 0...0x20), (.afterName, 0...0x20), (.beforeValue, 0...0x20): break
        case (.name, 0...0x20): state = .afterName
        case (.between, UInt8(ascii: "/")), (.name, UInt8(ascii: "/")), (.afterName, UInt8(ascii: "/")):
            state = .between
        case (.name, UInt8(ascii: "=")), (.afterName, UInt8(ascii: "=")): state = .beforeValue
        case (.between, _), (.afterName, _):
            count += 1
            state = .name
        case (.beforeValue, UInt8(ascii: "\"")), (.beforeValue, UInt8(ascii: "'")): state = .quoted(byte)
        case (.beforeValue, _): state = .unquoted
        case (.tagName, _), (.name, _), (.unquoted, _), (.quoted, _): break
        }
    }
}
