import CWebAssets

/// The script without which a browser offers no passkeys.
struct PasskeyScript {
    let file = StaticFile("passkeys", "js", starpunk_passkeys_js, starpunk_passkeys_js_length)

    /// What a page that needs it has in its head.
    func element(root: String) -> HTML { file.scriptElement(root: root) }
}
