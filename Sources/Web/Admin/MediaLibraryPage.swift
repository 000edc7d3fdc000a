import IndieWeb
import Publishing

/// The uploaded images, newest first.
struct MediaLibraryPage {
    let frame: DeskFrame
    let page: LibraryPage
    let siteURL: String
    var faults: [FieldFault] = []

    var html: HTML {
        frame.page("Images", at: .media, main: "\(upload)\(page.items.isEmpty ? nothing : grid)\(paging)")
    }

    private var upload: HTML {
        let items = faults.map { "<li>\($0.words)</li>\n" as HTML }
        let box: HTML? =
            faults.isEmpty ? nil : "<div class=\"notice refusal\" role=\"alert\">\n<ul>\n\(items)</ul>\n</div>\n"
        return """
            \(box)<form method="post" action="\(frame.path("media"))" enctype="multipart/form-data" class="upload">
            \(frame.csrf)<div class="field">
            <label for="file">Images to upload</label>
            <p class="hint" id="file-hint">JPEG, PNG, GIF, WebP, AVIF or HEIC, up to \(MediaUpload.maximumSize) each. What the camera wrote into \
            them, such as the place, is taken out. An image that no post shows is removed after a week.</p>
            <input type="file" id="file" name="file" multiple accept="image/*,.heic,.heif,.avif" aria-describedby="file-hint">
            </div>
            <button class="primary">Upload</button>
            </form>

            """
    }

    private var nothing: HTML {
        "<p class=\"empty\">No images yet. Those that you add to a post will be here, too.</p>\n"
    }

    private var grid: HTML {
        """
        <ul class="library">
        \(page.items.map(item))</ul>

        """
    }

    private func item(_ item: LibraryItem) -> HTML {
        let media = item.media
        let url = media.url(siteURL: siteURL)
        let alt = media.alt ?? ""
        let size: HTML? =
            if let width = media.width, let height = media.height { "\(width) × \(height), " } else { nil }
        let uses = item.posts.map { post -> HTML in
            let path = frame.path("\(post.deleted == nil ? "edit" : "view")/\(post.id)")
            return "<li><a href=\"\(path)\">\(post.title)</a>\(post.deleted == nil ? "" : " (deleted)")</li>\n"
        }
        let address = frame.head.root + item.thumbnail
        return """
            <li>
            <a href="\(frame.head.root)\(media.relativePath)"><img src="\(address)" alt="\(alt.isEmpty ? "Image of \(media.uploaded.words)" : alt)" \
            loading="lazy"></a>
            <p class="alt">\(alt.isEmpty ? "<em>No description</em>" as HTML : "\(alt)")</p>
            <p class="hint">\(size)\(ByteCount(media.byteCount).words), \(media.uploaded.local.longDate)</p>
            \(uses.isEmpty ? "<p class=\"hint\">In no post</p>\n" as HTML : "<ul class=\"uses\" aria-label=\"Used in\">\n\(uses)</ul>\n")\
            \(frame.button("Delete<span class=\"visually-hidden\"> image \(media.path)</span>", posts: "media/delete", fields: "<input type=\"hidden\" name=\"url\" value=\"\(url)\">\n", class: "quiet danger"))\
            </li>

            """
    }

    private var paging: HTML? {
        guard page.before != nil || page.after != nil else { return nil }
        return """
            <nav class="paging" aria-label="Pages">
            \(page.before.map { "<a rel=\"prev\" href=\"\(frame.path("media?before=\($0)"))\">Newer images</a>\n" as HTML })\
            \(page.after.map { "<a rel=\"next\" href=\"\(frame.path("media?after=\($0)"))\">Older images</a>\n" as HTML })\
            </nav>

            """
    }
}

extension StoredMedia {
    /// Its address within the site, without a leading `/`.
    fileprivate var relativePath: String { url(siteURL: "") }
}

/// A length in bytes, for people.
struct ByteCount {
    let words: String

    init(_ count: Int) {
        switch count {
        case ..<1_000: words = "\(count) bytes"
        case ..<1_000_000: words = "\(count / 1_000) kB"
        default:
            let tenths = count / 100_000
            words = "\(tenths / 10).\(tenths % 10) MB"
        }
    }
}
