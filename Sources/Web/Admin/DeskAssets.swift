import CWebAssets

/// The stylesheet and the scripts of the desk, parts of the program.
///
/// Every page works without the scripts. Each is a module of its own that imports nothing, so that each can be named by its
/// content.
struct DeskAssets: Sendable {
    /// What a script adds to the form of a post.
    enum Script: CaseIterable {
        /// Keeps the text in the browser, and brings it back.
        case autosave
        /// Picks, drops and pastes images; sends them while one writes.
        case photos
        /// Shows the post as it will be.
        case preview
        /// Keys that press buttons, tags that complete themselves, the time zone of the browser.
        case writing
    }

    let stylesheet: StaticFile
    private let scripts: [Script: StaticFile]

    init() {
        stylesheet = StaticFile("desk", "css", starpunk_desk_css, starpunk_desk_css_length)
        scripts = [
            .autosave: StaticFile("autosave", "js", starpunk_autosave_js, starpunk_autosave_js_length),
            .photos: StaticFile("photos", "js", starpunk_photos_js, starpunk_photos_js_length),
            .preview: StaticFile("preview", "js", starpunk_preview_js, starpunk_preview_js_length),
            .writing: StaticFile("writing", "js", starpunk_writing_js, starpunk_writing_js_length),
        ]
    }

    func file(of script: Script) -> StaticFile { scripts[script] ?? stylesheet }

    /// All of them.
    var files: [StaticFile] { [stylesheet] + Script.allCases.map(file) }
}
