/// A link in a header: where it leads, and what it means (RFC 8288, section 2).
package struct WebLink: Sendable, Equatable {
    /// A parameter of a link.
    package struct Parameter: Sendable, Equatable {
        /// The name, in lower case.
        package let name: String
        /// The value, empty when there is none.
        package let value: String

        /// A parameter.
        package init(name: String, value: String) {
            (self.name, self.value) = (name.lowercased(), value)
        }
    }

    /// The address as written, perhaps relative, perhaps empty.
    package let target: String
    /// The relation types, in lower case.
    package let relations: [String]
    /// The address that the link starts from when it is not the page (section 3.2).
    package let anchor: String?
    /// All parameters in their order.
    package let parameters: [Parameter]

    /// A link with its parameters; of several `rel` the first counts (section 3.3).
    package init(target: String, parameters: [Parameter]) {
        (self.target, self.parameters) = (target, parameters)
        relations = Self.words(parameters.first { $0.name == "rel" }?.value ?? "")
        anchor = parameters.first { $0.name == "anchor" }?.value
    }

    /// A link of one relation, to be sent.
    package init(to target: String, relation: String) {
        self.init(target: target, parameters: [Parameter(name: "rel", value: relation)])
    }

    /// Whether the link has a relation type; `not-webmention` is not `webmention`.
    package func has(_ relation: String) -> Bool { relations.contains(relation) }

    /// The words of a `rel`, in lower case: HTML and HTTP both compare them so.
    static func words(_ text: String) -> [String] {
        text.lowercased().unicodeScalars.split { $0.value <= 0x20 }.map(String.init)
    }
}

extension WebLink: CustomStringConvertible {
    /// The link as the value of a `Link` header; characters that would end a part are left out.
    package var description: String {
        let target = self.target.unicodeScalars.filter { $0.isASCII && $0.value > 0x20 && $0 != "<" && $0 != ">" }
        return parameters.reduce("<\(String(String.UnicodeScalarView(target)))>") { text, parameter in
            let value = parameter.value.unicodeScalars.filter {
                (0x20..<0x7F).contains($0.value) && $0 != "\"" && $0 != "\\"
            }
            return "\(text); \(parameter.name)=\"\(String(String.UnicodeScalarView(value)))\""
        }
    }
}
