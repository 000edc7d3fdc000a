import Foundation
import TestSupport
import Testing

extension MicropubRocksTests {
    /// A post of a content and of categories.
    private func post(_ content: String, categories: [String] = []) throws -> String {
        let names = categories.map { "\"\($0)\"" }.joined(separator: ",")
        let category = categories.isEmpty ? "" : #","category":[\#(names)]"#
        return try created(json: #"{"type":["h-entry"],"properties":{"content":["\#(content)"]\#(category)}}"#)
    }

    /// Updates the post and expects that it was.
    ///
    /// - Returns: its address afterwards.
    private func updated(_ url: String, _ operations: String) throws -> String {
        let answer = try site.post(json: #"{"action":"update","url":"\#(url)",\#(operations)}"#)
        if answer.status == 201 { return try #require(answer["Location"]) }
        try #require(answer.status == 200 || answer.status == 204, "\(answer.status) \(answer.text)")
        return url
    }

    @Test("400 replaces all values of a property")
    func replace() throws {
        let url = try post("Micropub update test. This text should be replaced if the test succeeds.")
        let text = "This is the updated text. If you can see this you passed the test!"
        let address = try updated(url, #""replace":{"content":["\#(text)"]}"#)
        #expect(try site.entry(address).texts("e-content").first?.contains(text) == true)
        #expect(try site.strings("content", of: address) == [text])
    }

    @Test("401 adds a value to an existing property")
    func addToExisting() throws {
        let url = try post("Micropub update test for adding a category.", categories: ["test1"])
        let address = try updated(url, #""add":{"category":["test2"]}"#)
        #expect(try site.entry(address).texts("p-category") == ["test1", "test2"])
        #expect(try site.strings("category", of: address) == ["test1", "test2"])
    }

    @Test("402 adds a value to a property that was not there")
    func addToAbsent() throws {
        let url = try post("Micropub update test for adding a category.")
        let address = try updated(url, #""add":{"category":["test1"]}"#)
        #expect(try site.entry(address).texts("p-category") == ["test1"])
        #expect(try site.strings("category", of: address) == ["test1"])
    }

    @Test("403 removes a value from a property")
    func deleteValue() throws {
        let url = try post("Micropub update test for removing a category.", categories: ["test1", "test2"])
        let address = try updated(url, #""delete":{"category":["test2"]}"#)
        #expect(try site.entry(address).texts("p-category") == ["test1"])
        #expect(try site.strings("category", of: address) == ["test1"])
    }

    @Test("404 removes a property")
    func deleteProperty() throws {
        let url = try post("Micropub update test for removing categories.", categories: ["test1", "test2"])
        let address = try updated(url, #""delete":["category"]"#)
        #expect(try site.entry(address).texts("p-category").isEmpty)
        #expect(try site.source(address)["category"] == nil)
    }

    @Test("405 refuses an update whose replacement is no array")
    func noArray() throws {
        let url = try post("Micropub update test for rejecting a bad request.")
        let operations = #""replace":"This is not a valid update request.""#
        let answer = try site.post(json: #"{"action":"update","url":"\#(url)",\#(operations)}"#)
        #expect(answer.status == 400)
        #expect(try site.strings("content", of: url) == ["Micropub update test for rejecting a bad request."])
    }

    /// How delete and undelete are asked for.
    enum Syntax: String, CaseIterable, Sendable {
        case form
        case json
    }

    private func act(_ action: String, on url: String, in syntax: Syntax) throws -> Int {
        switch syntax {
        // The site does not percent-encode the address.
        case .form: try site.post(form: "action=\(action)&url=\(url)").status
        case .json: try site.post(json: #"{"action":"\#(action)","url":"\#(url)"}"#).status
        }
    }

    private func expectDeletion(in syntax: Syntax) throws -> String {
        let url = try post("This post will be deleted when the test succeeds.")
        #expect(try site.page(url).status == 200)
        #expect([200, 201, 204].contains(try act("delete", on: url, in: syntax)))
        #expect(try site.page(url).status == 410)
        return url
    }

    private func expectUndeletion(in syntax: Syntax) throws {
        let url = try expectDeletion(in: syntax)
        #expect([200, 201, 204].contains(try act("undelete", on: url, in: syntax)))
        let entry = try site.entry(url)
        #expect(entry.texts("e-content").first?.contains("This post will be deleted") == true)
    }

    @Test("500 deletes a post by form")
    func deleteByForm() throws { _ = try expectDeletion(in: .form) }

    @Test("501 deletes a post by JSON")
    func deleteByJSON() throws { _ = try expectDeletion(in: .json) }

    @Test("502 undeletes a post by form")
    func undeleteByForm() throws { try expectUndeletion(in: .form) }

    @Test("503 undeletes a post by JSON")
    func undeleteByJSON() throws { try expectUndeletion(in: .json) }
}
