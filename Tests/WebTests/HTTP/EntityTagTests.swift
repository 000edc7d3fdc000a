import Testing
import Web

@Suite("EntityTag")
struct EntityTagTests {
    @Test(
        "found in a list",
        arguments: [
            ["\"a,b\""], ["W/\"a,b\""], ["*"], [" * "], ["\"x\", \"a,b\""], ["\"x\",\"a,b\",\"y\""],
            ["\"x\"", "\"a,b\""],
            [",, \"x\" ,\t, W/\"a,b\" ,"], ["\"x\\\",\"a,b\""], ["\"ü\", \"a,b\""], ["\"\", \"a,b\""],
        ]
    )
    func listed(fields: [String]) {
        #expect(EntityTag("a,b").isListed(in: fields))
    }

    @Test(
        "not found in another list, nor behind what is none",
        arguments: [
            [], [""], [","], ["\"a\""], ["\"a\",\"b\""], ["a,b"], ["\"a,b"], ["a,b\""], ["w/\"a,b\""], ["W/ \"a,b\""],
            ["\"x\" \"a,b\""], ["\"x\", *"], ["*, \"x\""], ["**"], ["x, \"a,b\""], ["\"x y\", \"a,b\""], ["\"A,B\""],
        ]
    )
    func unlisted(fields: [String]) {
        #expect(!EntityTag("a,b").isListed(in: fields))
    }

    @Test("a weak tag is equal to none when the comparison is strong")
    func strong() {
        let tag = EntityTag("a")
        #expect(!tag.isListed(in: ["W/\"a\""], .strong))
        #expect(tag.isListed(in: ["W/\"a\", \"a\""], .strong))
        #expect(tag.isListed(in: ["*"], .strong))
    }

    @Test("the tag of bytes is quoted and changes with them")
    func bytes() {
        let tag = EntityTag(of: [1])
        #expect(tag.text.count == 34)
        #expect(tag.isListed(in: [tag.text]))
    }
}
