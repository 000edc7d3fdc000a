import Hummingbird

/// What the owner reads who was signed out while writing: the words, and the way back.
struct SignedOutPage {
    let head: SiteHead
    let form: PostForm
    /// The path of the sign-in page.
    let path: String

    var html: HTML {
        let words = [form.title, form.content].filter { !$0.isEmpty }.joined(separator: "\n\n")
        return Page(
            head: head,
            title: "Signed out",
            summary: "Sign in again to go on writing.",
            canonical: nil,
            main: """
                <h1>Signed out</h1>
                <p>You were signed out before this was sent, so nothing was saved. Your words are not lost: here they are.</p>
                <p><label for="words">Your words</label></p>
                <p><textarea id="words" rows="12" cols="40" readonly>
                \(words)</textarea></p>
                <p><a href="\(path)">Sign in again</a>, and the form will have them, if this browser runs scripts. Else copy \
                them first.</p>
                """
        ).html
    }

    var response: Response { PrivatePage(html, status: .unauthorized).response }
}
