import IndieWeb
import TestSupport
import Testing

@Suite("Link headers")
struct LinkHeaderTests {
    @Test(
        "IA-C-03 RFC 8288: quoted and unquoted, several relations, several links, commas and semicolons inside",
        arguments: [
            (["</a>; rel=x"], ["/a"]), (["</a>; rel=\"x\""], ["/a"]), (["</a>;rel=x"], ["/a"]),
            (["  < /a >  ;  rel  =  x  "], [" /a "]), (["</a>; rel=\"y x z\""], ["/a"]), (["</a>; REL=X"], ["/a"]),
            (["</a>; rel=\"X\tY\""], ["/a"]), (["</a>; rel=y, </b>; rel=x"], ["/b"]),
            (["</a>; rel=y", "</b>; rel=x"], ["/b"]),
            (["</a>; rel=x, </b>; rel=x", "</c>; rel=x"], ["/a", "/b", "/c"]), (["</a,b;c>; rel=x"], ["/a,b;c"]),
            (["</a>; title=\"y, </z>; rel=x\"; rel=w, </b>; rel=x"], ["/b"]),
            (["</a>; title=\"q\\\", </z>; rel=x\"; rel=x"], ["/a"]), (["</a>; rel=\"\\x\""], ["/a"]),
            (["<>; rel=x"], [""]), (["</a>;;; rel=x"], ["/a"]), (["</a>; nofollow; rel=x"], ["/a"]),
            (["</a>; rel=x;"], ["/a"]), ([",, </a>; rel=x ,,"], ["/a"]), (["garbage, </a>; rel=x"], ["/a"]),
            (["garbage \"a, b\" c, </a>; rel=x"], ["/a"]), (["</a> garbage, </b>; rel=x"], ["/b"]),
            (["</a>; rel=x garbage, </b>; rel=x"], ["/a", "/b"]), (["</a>; rel=\"x"], ["/a"]),
            (["</a>; title*=UTF-8''%e2%82%ac; rel=x"], ["/a"]), (["</a>, </b>; rel=x"], ["/b"]),
        ]
    )
    func found(fields: [String], targets: [String]) {
        #expect(LinkHeader(fields).links("x").map(\.target) == targets)
    }

    @Test(
        "IA-C-03 what is not such a link is none",
        arguments: [
            "", " ", ",", "x", "/a; rel=x", "</a", "</a; rel=x", "</a>; rel=xy", "</a>; rel=\"y-x x-y not-x\"",
            "</a>; title=x", "</a>; rel=y; rel=x", "</a>; rel=", "</a>; rel=\"\"", "</a>; rev=x", "</a>; rel=\"y,x\"",
            "</a>; =x", "</a>; title=\"; rel=x", "</a>; rel=y x",
        ]
    )
    func notFound(field: String) {
        #expect(LinkHeader([field]).links("x").isEmpty)
        #expect(LinkHeader([field]).links.isEmpty == !field.contains(">"))
    }

    @Test("parameters keep their order, names are in lower case, values lose their quotes")
    func parameters() throws {
        let link = try #require(LinkHeader(["</a>; Type=\"a/b\"; ANCHOR=\"#c\"; rel=\"D e\"; x"]).links.first)
        #expect(link.parameters.map(\.name) == ["type", "anchor", "rel", "x"])
        #expect(link.parameters.map(\.value) == ["a/b", "#c", "D e", ""])
        #expect(link.relations == ["d", "e"] && link.anchor == "#c")
    }

    @Test("what is written reads back, and nothing can break out of its place")
    func writing() throws {
        #expect(WebLink(to: "https://a.example/b", relation: "hub").description == "<https://a.example/b>; rel=\"hub\"")
        let hostile = WebLink(to: "/a>; rel=x\r\n<", relation: "y\", </b>; rel=\"x\r\n")
        let links = LinkHeader([hostile.description]).links
        #expect(links.count == 1 && hostile.description.utf8.allSatisfy { $0 >= 0x20 })
        #expect(links.first?.parameters.map(\.name) == ["rel"])
    }

    @Test("a long hostile field is read in its length's time", .timeLimit(.minutes(1)))
    func long() {
        for piece in ["<", "<a>;", "\"", ",", "<a>;x=\"", "\\", "<a>;rel=x,", ";", " "] {
            _ = LinkHeader([String(repeating: piece, count: 50_000)])
        }
    }

    @Test("random fields are read without harm")
    func random() {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array("<>;,=\"\\ arelx".unicodeScalars)
        for _ in 0..<5_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<40, using: &generator) {
                text.append(alphabet.randomElement(using: &generator) ?? "a")
            }
            for link in LinkHeader([String(text)]).links { #expect(!link.target.contains(">")) }
        }
    }
}
