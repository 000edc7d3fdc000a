import IndieWeb

/// What the words of a scope mean, for the owner.
enum ScopeWords {
    /// A phrase that goes on from “It may …”; nil for a word that means nothing here.
    static func meaning(of word: String) -> String? {
        switch word {
        case "create": "publish posts"
        case "draft": "write drafts, which you publish yourself"
        case "update": "change your posts"
        case "delete": "delete posts"
        case "undelete": "bring back posts that were deleted"
        case "media": "upload images"
        case Scope.profile: "see your name, your address and your picture"
        case Scope.email: "see your e-mail address; this site knows none, so it gets none"
        case "read": "read what is not public, such as your drafts and the site’s figures"
        case "introspect": "ask this site what tokens are worth"
        default: nil
        }
    }
}
