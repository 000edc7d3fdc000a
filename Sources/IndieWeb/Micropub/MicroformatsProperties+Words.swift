extension MicroformatsProperties {
    /// The first text of a property that is more than white space; nil where there is none.
    package func words(_ name: String) -> String? { texts(name).first { !$0.isBlank } }

    /// The properties whose values are files (Micropub, section 3.3.5).
    package static let files = ["photo", "video", "audio", "featured"]
}

extension String {
    /// Whether there is nothing in it, or nothing but white space.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
