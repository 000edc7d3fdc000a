import CWebAssets

/// The one stylesheet of the public pages.
struct Stylesheet {
    let file = StaticFile("site", "css", starpunk_site_css, starpunk_site_css_length)

    /// Its address within the site, without a leading `/`.
    var relativePath: String { file.relativePath }
}
