/// What a Micropub request wants to do, and the scope words that allow it (Micropub, section 5.1).
package enum MicropubPermission: String, Sendable, CaseIterable {
    /// Make a post, published or not.
    case create
    /// Make a post that can only be a draft.
    case createDraft
    /// Change a post.
    case update
    /// Delete a post.
    case delete
    /// Bring a post back.
    case undelete
    /// Upload a file.
    case media
    /// See posts, drafts and private ones among them.
    case read
    /// See which files were uploaded.
    case readMedia

    /// Whether a scope allows this; any one of several words suffices.
    ///
    /// `post` is what `create` was called before the Recommendation. Who may make or delete a post may bring it back.
    package func isGranted(by scope: Scope) -> Bool {
        words.contains { scope.contains($0) }
    }

    /// The scope word to ask for.
    package var scope: String {
        switch self {
        case .createDraft: "draft"
        case .readMedia: "read"
        default: rawValue
        }
    }

    private var words: [String] {
        switch self {
        case .create: ["create", "post"]
        case .createDraft: ["draft", "create", "post"]
        case .update: ["update"]
        case .delete: ["delete"]
        case .undelete: ["undelete", "delete", "create"]
        case .media: ["media", "create", "post"]
        // Signing in elsewhere, with `profile` or `email`, tells nobody what is not for all.
        case .read: ["read", "create", "post", "draft", "update", "delete", "undelete"]
        // What only uploads has no use for posts.
        case .readMedia: Self.read.words + ["media"]
        }
    }
}

extension Scope {
    /// Whether all that may be made with it are drafts: no update with it may publish one by a detour (MP-014).
    package var isDraftOnly: Bool {
        MicropubPermission.createDraft.isGranted(by: self) && !MicropubPermission.create.isGranted(by: self)
    }
}
