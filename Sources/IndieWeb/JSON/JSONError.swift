/// Why bytes are not a JSON text, and where.
package struct JSONError: Error, Sendable, Equatable {
    /// What is wrong.
    package enum Fault: String, Sendable, CaseIterable {
        /// The text ends in the middle of a value.
        case unexpectedEnd = "the text ends too early"
        /// A byte that cannot stand there.
        case unexpectedByte = "this cannot stand here"
        /// A number such as `01` or `1.`.
        case invalidNumber = "this is not a number"
        /// A backslash before a character that needs none, or `\u` without four digits.
        case invalidEscape = "there is no such escape"
        /// One half of a surrogate pair, which is no character.
        case loneSurrogate = "half of a surrogate pair stands alone"
        /// An unescaped control character in a string.
        case controlCharacter = "a control character must be escaped"
        /// The character U+0000, which neither files nor databases hold well.
        case nulCharacter = "the character U+0000 is not allowed"
        /// Bytes that are not UTF-8.
        case invalidUTF8 = "the bytes are not UTF-8"
        /// A name that its object has already.
        case duplicateName = "the object has two members of this name"
        /// Arrays and objects nested deeper than the limit.
        case tooDeep = "the nesting is too deep"
        /// Something after the value.
        case trailingText = "something follows the value"
    }

    /// What is wrong.
    package let fault: Fault
    /// Where, in bytes from the start.
    package let position: Int

    /// An error at a byte position.
    package init(_ fault: Fault, at position: Int) {
        (self.fault, self.position) = (fault, position)
    }
}

extension JSONError: CustomStringConvertible {
    /// A sentence for people.
    package var description: String { "Not JSON: \(fault.rawValue) (byte \(position))." }
}
