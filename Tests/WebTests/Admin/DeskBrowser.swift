import Foundation
import HTTPTypes
import Publishing
import Testing
import Web

/// A browser without scripts in which the owner is signed in, or not.
final class DeskBrowser {
    /// A file that a form takes along.
    struct File {
        let field: String
        let name: String
        let bytes: Data
    }

    let site: FixtureSite
    private let gate = UpgradeGate(version: "1.2.3")
    private var cookies: [String: String] = [:]

    /// A browser on a site; `signedIn` false for somebody else's.
    init(_ site: FixtureSite, signedIn: Bool = true) async throws {
        self.site = site
        gate.open(site.application)
        guard signedIn else { return }
        var random = SystemRandomNumberGenerator()
        let (token, _) = try await site.identity.sessions.start(
            method: .loginLink,
            userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
            address: "192.0.2.1",
            random: &random
        )
        cookies["starpunk_session"] = token
    }

    /// Opens a page, and follows where it leads to.
    func open(_ path: String) async throws -> Answer {
        var answer = try await send(path)
        for _ in 0..<3 where answer.status == .seeOther {
            answer = try await send(try #require(answer.headers[.location]))
        }
        return answer
    }

    /// The form of a page that has an action.
    func form(_ action: String, at path: String) async throws -> DeskForm {
        let page = try await open(path)
        try #require(page.status == .ok, "\(path)")
        return try #require(try DeskForm.all(in: page.text).first { $0.attributes["action"] == action })
    }

    /// Presses a button, and does not follow where that leads to.
    func press(_ button: String, of form: DeskForm, files: [File] = []) async throws -> Answer {
        let pressed = try #require(form.button(button), "\(button)")
        var fields = form.fields
        if let name = pressed.attributes["name"] { fields.append((name, pressed.attributes["value"] ?? "")) }
        let action = try #require(pressed.attributes["formaction"] ?? form.attributes["action"])
        let encoding = pressed.attributes["formenctype"] ?? form.attributes["enctype"]
        guard encoding == "multipart/form-data" else {
            let pairs = fields.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }
            let type = "application/x-www-form-urlencoded"
            return try await send(action, .post, [.contentType: type], Data(pairs.joined(separator: "&").utf8))
        }
        return try await send(
            action,
            .post,
            [.contentType: "multipart/form-data; boundary=XyZ"],
            Self.multipart(fields, form.fileFields, files)
        )
    }

    /// Sends a request with the cookies that are there, and keeps those that come.
    func send(
        _ path: String,
        _ method: HTTPRequest.Method = .get,
        _ headers: HTTPFields = [:],
        _ body: Data = Data()
    ) async throws -> Answer {
        var headers = headers
        headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let answer = try await gate.answer(path, headers, method: method, body: body)
        for field in answer.headers[values: .setCookie] {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            cookies[String(pair[0])] = field.contains("Max-Age=0") ? nil : pair.count == 2 ? String(pair[1]) : ""
        }
        return answer
    }

    /// Sets a cookie, or takes it away.
    func setCookie(_ name: String, _ value: String?) { cookies[name] = value }

    private static func multipart(_ fields: [(String, String)], _ fileFields: [String], _ files: [File]) -> Data {
        var body = Data()
        for (name, value) in fields {
            // Browsers send line breaks of texts as CR LF.
            let text = value.replacing("\n", with: "\r\n")
            body += Data("--XyZ\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(text)\r\n".utf8)
        }
        for field in fileFields {
            let chosen = files.filter { $0.field == field }
            for file in chosen.isEmpty ? [File(field: field, name: "", bytes: Data())] : chosen {
                let disposition = "form-data; name=\"\(field)\"; filename=\"\(file.name)\""
                body += Data("--XyZ\r\nContent-Disposition: \(disposition)\r\n\r\n".utf8) + file.bytes
                body += Data("\r\n".utf8)
            }
        }
        return body + Data("--XyZ--\r\n".utf8)
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
