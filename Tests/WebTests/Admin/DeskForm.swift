import Microformats

/// A form of a page, as a browser would fill and send it.
struct DeskForm {
    /// A button that sends it.
    struct Button {
        let text: String
        let attributes: [String: String]
    }

    let attributes: [String: String]
    /// What is sent, in the order of the document, without buttons.
    var fields: [(name: String, value: String)] = []
    private(set) var buttons: [Button] = []
    private(set) var fileFields: [String] = []
    /// The text of each label, by the id of its field.
    private(set) var labels: [String: String] = [:]

    /// All forms of a page.
    static func all(in markup: String) throws -> [DeskForm] {
        guard let document = HTMLDocument(markup, as: .page) else { throw Unreadable() }
        return document.withRoot { root in forms(below: root) }
    }

    private static func forms(below element: HTMLElement) -> [DeskForm] {
        if element.name == "form" { return [DeskForm(element)] }
        return children(of: element).flatMap(forms)
    }

    private init(_ element: HTMLElement) {
        attributes = Self.attributes(of: element)
        collect(from: element)
    }

    /// The value of a field.
    subscript(name: String) -> String? {
        get { fields.first { $0.name == name }?.value }
        set {
            let place = fields.firstIndex { $0.name == name } ?? fields.endIndex
            fields.removeAll { $0.name == name }
            if let newValue { fields.insert((name, newValue), at: min(place, fields.endIndex)) }
        }
    }

    /// The button that says something.
    func button(_ text: String) -> Button? { buttons.first { $0.text.contains(text) } }

    private mutating func collect(from element: HTMLElement) {
        let attributes = Self.attributes(of: element)
        let name = attributes["name"] ?? ""
        switch (element.name, attributes["type"]) {
        case ("input", "file"): fileFields.append(name)
        case ("input", "checkbox"):
            if attributes["checked"] != nil { fields.append((name, attributes["value"] ?? "on")) }
        case ("input", _): fields.append((name, attributes["value"] ?? ""))
        case ("textarea", _): fields.append((name, element.textContent))
        case ("button", _): buttons.append(Button(text: element.textContent, attributes: attributes))
        case ("label", _): labels[attributes["for"] ?? ""] = element.textContent
        case ("select", _):
            let options = Self.children(of: element).filter { $0.name == "option" }.map(Self.attributes)
            let option = options.first { $0["selected"] != nil } ?? options.first
            fields.append((name, option?["value"] ?? ""))
            return
        default: break
        }
        for child in Self.children(of: element) { collect(from: child) }
    }

    private static func children(of element: HTMLElement) -> [HTMLElement] {
        element.children.compactMap { if case .element(let child) = $0 { child } else { nil } }
    }

    private static func attributes(of element: HTMLElement) -> [String: String] {
        Dictionary(element.attributes.map { ($0.name, $0.value) }) { first, _ in first }
    }

    private struct Unreadable: Error {}
}
