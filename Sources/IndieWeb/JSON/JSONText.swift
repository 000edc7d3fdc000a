/// A text that is the same as another when its bytes are.
///
/// `String` takes `é` and `e` with an accent upon it for one text, as Unicode does. What an author sent is kept as it was
/// sent, so a change from one to the other is a change (RFC 8259, section 8.3).
struct JSONText: Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
