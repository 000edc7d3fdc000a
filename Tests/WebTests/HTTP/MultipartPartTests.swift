import Testing
import Web

@Suite("The header of a part")
struct MultipartPartTests {
    @Test(
        "names come out of their quotes and escapes",
        arguments: [
            ("name=\"photo\"", "photo", nil), ("name=photo", "photo", nil), ("name=\"\"", "", nil),
            ("name=\"photo[]\"; filename=\"a b.jpg\"", "photo[]", "a b.jpg"),
            ("filename=\"a;b.jpg\" ; NAME=\"photo\" ;", "photo", "a;b.jpg"),
            ("name=\"a\\\"b\\\\c\"; filename=\"C:\\pictures\\n.jpg\"", "a\"b\\c", "C:\\pictures\\n.jpg"),
            ("name=\"a%22b%0d%0Ac\"; filename=\"100%25 %2\"", "a\"b\r\nc", "100%25 %2"),
            ("name=\"größe\"; filename=\"日本.png\"", "größe", "日本.png"),
            ("name=\"p\"; filename=\"../../etc/passwd\"", "p", "../../etc/passwd"),
            ("name=\"p\"; filename=\"\"", "p", ""),
            ("name=\"p\"; filename*=UTF-8''x.jpg", "p", nil),
            ("name=\"p\"; filename=\"a.jpg\"; filename*=UTF-8''b.jpg", "p", "a.jpg"),
        ]
    )
    func names(parameters: String, name: String, fileName: String?) throws {
        let form = try ParsedForm(ParsedForm.body(header: "Content-Disposition: form-data; \(parameters)"))
        let part = try #require(form.fields.first?.part)
        #expect(part.name == name)
        #expect(part.fileName == fileName)
        #expect(part.contentType == nil)
    }

    @Test("fields have no case, may be folded, and unknown ones count for nothing")
    func fields() throws {
        let header = """
            X-Unknown: \u{1}?\r
            CONTENT-disposition:Form-Data;\r
             name="photo";\r
            \tfilename="a.jpg"\r
            content-TYPE: Image/JPEG; x=y\r
            Content-Transfer-Encoding: BINARY
            """
        let part = try #require(try ParsedForm(ParsedForm.body(header: header)).fields.first?.part)
        #expect(part.name == "photo")
        #expect(part.fileName == "a.jpg")
        #expect(part.contentType?.essence == "image/jpeg")
    }

    @Test(
        "a client may be wrong about the type, for nobody believes it",
        arguments: ["", "jpeg", "image/jpeg; =x", "image/"]
    )
    func types(type: String) throws {
        let header = "Content-Disposition: form-data; name=a\r\nContent-Type: \(type)"
        let part = try #require(try ParsedForm(ParsedForm.body(header: header)).fields.first?.part)
        #expect(part.contentType == nil)
        #expect(!part.isFile)
    }

    @Test(
        "a file has a name, or a type that nothing but a file has",
        arguments: [
            ("filename=a.jpg", "", true), ("filename=\"\"", "text/plain", true), ("filename*=UTF-8''a.jpg", "", true),
            ("x=y", "image/jpeg", true), ("x=y", "application/octet-stream", true), ("x=y", "", false),
            ("x=y", "text/plain; charset=utf-8", false), ("x=y", "TEXT/html", false),
            ("x=y", "application/json; charset=utf-8", false), ("x=y", "application/x-www-form-urlencoded", false),
        ]
    )
    func files(parameter: String, type: String, isFile: Bool) throws {
        let header = "Content-Disposition: form-data; name=photo; \(parameter)\r\nContent-Type: \(type)"
        let part = try #require(try ParsedForm(ParsedForm.body(header: header)).fields.first?.part)
        #expect(part.isFile == isFile)
    }

    @Test(
        "what is wrong",
        arguments: [
            ("Content-Type: text/plain", MultipartError.missingName),
            ("Content-Disposition: form-data", .missingName),
            ("Content-Disposition: form-data; filename=\"a\"", .missingName),
            ("Content-Disposition: form-data; name*=UTF-8''a", .missingName),
            ("Content-Disposition: attachment; name=\"a\"", .missingName),
            ("Content-Disposition:", .missingName),
            ("Content-Disposition: form-data; name", .malformedHeader),
            ("Content-Disposition: form-data; name=", .malformedHeader),
            ("Content-Disposition: form-data; name = a", .malformedHeader),
            ("Content-Disposition: form-data; name=\"a", .malformedHeader),
            ("Content-Disposition: form-data; name=\"a\\\"", .malformedHeader),
            ("Content-Disposition: form-data; name=\"a\" x", .malformedHeader),
            ("Content-Disposition: form-data, name=\"a\"", .malformedHeader),
            ("Content-Disposition: form-data; name=a; name=b", .malformedHeader),
            ("Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b", .malformedHeader),
            ("Content-Disposition: form-data; name=\"a\u{0}\"", .malformedHeader),
            ("Content-Disposition: form-data; name=\"a\u{7}\"", .malformedHeader),
            ("Content-Disposition: form-data; name=\"a\rb\"", .malformedHeader),
            ("Content-Disposition : form-data; name=a", .malformedHeader),
            (" Content-Disposition: form-data; name=a", .malformedHeader),
            ("Content-Disposition", .malformedHeader),
            (": form-data; name=a", .malformedHeader),
            ("Content-Disposition: form-data; name=a\nContent-Type: text/plain", .bareLineFeed),
            ("Content-Disposition: form-data; name=a\r\nContent-Type: Multipart/Mixed; boundary=x", .nestedMultipart),
            ("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64", .transferEncoding),
            ("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding:", .transferEncoding),
        ]
    )
    func refusals(header: String, error: MultipartError) {
        #expect(throws: error) { try ParsedForm(ParsedForm.body(header: header)) }
    }

    @Test("a name that is no UTF-8 is none, and a file's is mended")
    func invalidText() throws {
        func pieces(_ parameter: String) -> [ArraySlice<UInt8>] {
            let start = ArraySlice("--b\r\nContent-Disposition: form-data; \(parameter)=\"a".utf8)
            return [start, [0xE9], ArraySlice("\"\r\n\r\nx\r\n--b--".utf8)]
        }
        #expect(throws: MultipartError.missingName) { try ParsedForm(pieces("name")) }
        #expect(try ParsedForm(pieces("name=p; filename")).fields.first?.part.fileName == "a\u{FFFD}")
    }
}
