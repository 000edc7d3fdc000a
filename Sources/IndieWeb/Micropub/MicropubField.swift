/// A field of a form, or a part of a multipart body (Micropub, section 3.3), with the name that it was sent with.
package struct MicropubField: Sendable, Equatable {
    /// What a field holds.
    package enum Value: Sendable, Equatable {
        /// A text.
        case text(String)
        /// A file, by its number among the files of the request, from zero. Where it will be is not known yet.
        case upload(Int)
    }

    /// The name, such as `photo[]`.
    package let name: String
    /// What it holds.
    package let value: Value

    /// A field with this name.
    package init(name: String, value: Value) {
        (self.name, self.value) = (name, value)
    }

    /// The name without the `[]` of a list; other brackets stand for nested values, which forms cannot hold.
    func propertyName() throws(MicropubError) -> String {
        let property = name.hasSuffix("[]") ? String(name.dropLast(2)) : name
        guard !property.contains("["), !property.contains("]") else {
            throw .invalidRequest("Nested values such as \"\(name.prefix(64))\" must be sent as JSON.")
        }
        return property
    }
}

/// A file that came with a new post, and the value of the post that is to be its address.
package struct MicropubUpload: Sendable, Equatable {
    /// The property: `photo`, `video` or `audio`.
    let property: String
    /// Which of the property's values it is, from zero.
    let position: Int
    /// Its number among the files of the request, from zero.
    package let number: Int

    /// What stands in the value's place meanwhile: an address that nothing can have (RFC 6761, section 6.4).
    static let placeholder = "https://upload.invalid/"
}
