/// A field of a form with its name, a hint, and what is wrong with it.
struct FormField {
    /// The name that the browser sends, and the id that the label points to.
    let name: String
    let label: String
    var hint: HTML?
    var fault: String?

    init(_ name: String, _ label: String, hint: HTML? = nil, faults: [FieldFault] = []) {
        self.name = name
        self.label = label
        self.hint = hint
        fault = faults.first { $0.field == name }?.words
    }

    /// A single line; `attributes` are more of the element's, such as `inputmode`.
    func line(_ value: String, type: HTML = "text", attributes: HTML = "") -> HTML {
        around("<input type=\"\(type)\" id=\"\(name)\" name=\"\(name)\" value=\"\(value)\"\(attributes)\(relations)>\n")
    }

    /// Several lines. A parser drops the first line break of a text area, so one is put there for it.
    func text(_ value: String, rows: Int, attributes: HTML = "") -> HTML {
        around(
            """
            <textarea id="\(name)" name="\(name)" rows="\(rows)"\(attributes)\(relations)>
            \(value)</textarea>

            """
        )
    }

    /// One of several.
    func choice(_ value: String, of options: [(value: String, label: String)]) -> HTML {
        let options = options.map { option -> HTML in
            let mark: HTML? = option.value == value ? " selected" : nil
            return "<option value=\"\(option.value)\"\(mark)>\(option.label)</option>\n"
        }
        return around("<select id=\"\(name)\" name=\"\(name)\"\(relations)>\n\(options)</select>\n")
    }

    private func around(_ control: HTML) -> HTML {
        """
        <div class="field">
        <label for="\(name)">\(label)</label>
        \(hint.map { "<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>\n" as HTML })\
        \(fault.map { "<p class=\"fault\" id=\"\(name)-fault\">\($0)</p>\n" as HTML })\
        \(control)</div>

        """
    }

    private var relations: HTML {
        let ids = [hint.map { _ in "\(name)-hint" }, fault.map { _ in "\(name)-fault" }].compactMap(\.self)
        let invalid: HTML? = fault.map { _ in " aria-invalid=\"true\"" }
        guard !ids.isEmpty else { return "" }
        return " aria-describedby=\"\(ids.joined(separator: " "))\"\(invalid)"
    }
}
