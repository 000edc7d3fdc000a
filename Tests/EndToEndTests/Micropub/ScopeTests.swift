import Foundation
import TestSupport
import Testing

/// A scope, and what a token of it may do.
struct Grant: Sendable, CustomTestStringConvertible {
    let scope: String
    let actions: Set<ScopeTests.Action>
    /// What nothing says: neither expected nor forbidden.
    var open: Set<ScopeTests.Action> = []

    var testDescription: String { scope }

    static let all = [
        Grant(scope: "create", actions: [.create, .undelete, .upload]),
        Grant(scope: "post", actions: [.create, .upload], open: [.undelete]),
        Grant(scope: "update", actions: [.update]),
        Grant(scope: "delete", actions: [.delete, .undelete]),
        Grant(scope: "undelete", actions: [.undelete]),
        Grant(scope: "media", actions: [.upload]),
        Grant(scope: "draft", actions: [.create], open: [.update, .upload]),
        Grant(scope: "profile email", actions: []),
        Grant(scope: "read", actions: []),
        // A word that only begins or ends as one that counts, or has other capitals, is another word.
        Grant(scope: "createx updates deleted undeleted mediax", actions: []),
        Grant(scope: "xcreate reupdate undeletes", actions: []),
        Grant(scope: "CREATE Update DELETE", actions: []),
        Grant(scope: "create,update,delete", actions: []),
        Grant(scope: "profile create", actions: [.create, .undelete, .upload]),
        Grant(scope: "update delete", actions: [.update, .delete, .undelete]),
    ]
}

@Suite("POST /micropub: scopes", .served)
struct ScopeTests {
    enum Action: String, CaseIterable, Sendable {
        case create
        case update
        case delete
        case undelete
        case upload
    }

    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private func perform(_ action: Action, scope: String) throws -> MicropubSite.Answer {
        if action == .create { return try site.post(form: "h=entry&content=Within+a+scope", scope: scope) }
        if action == .upload { return try site.post([try Part("file", .logo)], scope: scope, to: "/micropub/media") }
        let url = try site.create(#""content":["To be changed"]"#)
        if action == .undelete { #expect(try site.post(form: "action=delete&url=\(url)").status == 204) }
        let operations = action == .update ? #","replace":{"content":["Changed"]}"# : ""
        return try site.post(json: #"{"action":"\#(action)","url":"\#(url)"\#(operations)}"#, scope: scope)
    }

    @Test("a token may do what its scope says, else 403", arguments: Grant.all, Action.allCases)
    func matrix(grant: Grant, action: Action) throws {
        if grant.open.contains(action) { return }
        let answer = try perform(action, scope: grant.scope)
        if grant.actions.contains(action) {
            let status = [.create, .upload].contains(action) ? 201 : 204
            #expect(answer.status == status, "\(answer.status) \(answer.text)")
        } else {
            expectRefusal(answer, 403, error: "insufficient_scope")
            let challenge = try #require(answer["WWW-Authenticate"])
            #expect(challenge.hasPrefix("Bearer"))
            #expect(challenge.contains(#"error="insufficient_scope""#))
            #expect(challenge.contains("scope=\""))
            #expect(answer.json["scope"] is String)
        }
    }

    @Test(
        "a token of the draft scope makes drafts, whatever the request says",
        arguments: ["", "&post-status=published"]
    )
    func draft(status: String) throws {
        let answer = try site.post(form: "h=entry&content=Only+a+draft\(status)", scope: "draft")
        let url = try site.location(of: answer)
        #expect(try site.page(url).status == 404)
        #expect(try site.strings("post-status", of: url) == ["draft"])
    }

    @Test("an application that only uploads sees its uploads, and no posts")
    func mediaOnly() throws {
        let url = try site.create(#""content":["A secret"],"post-status":["draft"],"category":["secrettag"]"#)
        for query in ["q=source", "q=source&url=\(MicropubSite.escaped(url))"] {
            let answer = try site.query(query, scope: "media")
            expectRefusal(answer, 403, error: "insufficient_scope")
            #expect(answer.json["scope"] as? String == "read")
        }
        for query in ["q=config", "q=category", "q=syndicate-to"] {
            let answer = try site.query(query, scope: "media")
            #expect(answer.status == 200 && !answer.text.contains("secrettag"), "\(query)")
        }
        for query in ["q=config", "q=source", "q=last"] {
            #expect(try site.query(query, scope: "media", at: "/micropub/media").status == 200, "\(query)")
        }
    }

    @Test("nothing is made by a token without the scope")
    func nothingMade() throws {
        let form = "h=entry&mp-slug=not-to-be-made&content=Not+to+be+made"
        expectRefusal(try site.post(form: form, scope: "update"), 403, error: "insufficient_scope")
        #expect(try site.page("/note/not-to-be-made").status == 404)
        #expect(!site.files(in: "notes").contains { $0.hasSuffix("/not-to-be-made.md") })
    }
}
