import Publishing

/// The part of the form in which images are added, described, sorted and removed.
struct PictureFields {
    let form: PostForm
    let faults: [FieldFault]
    let siteURL: String
    let root: String

    var html: HTML {
        let fault = faults.first { $0.field == "photos" }?.words
        return """
            <fieldset class="pictures" id="photos" data-maximum="\(PostForm.maximumPictures)" \
            data-site="\(siteURL)" data-root="\(root)">
            <legend>Images</legend>
            <p class="hint">Up to \(PostForm.maximumPictures): JPEG, PNG, GIF, WebP, AVIF or HEIC, \(MediaUpload.maximumSize) each.</p>
            \(fault.map { "<p class=\"fault\">\($0)</p>\n" as HTML })\
            <ol class="picture-list">
            \(form.pictures.enumerated().map(stored))</ol>
            \(slots)</fieldset>

            """
    }

    private func stored(_ index: Int, _ picture: PostForm.Picture) -> HTML {
        let number = index + 1
        return """
            <li class="picture">
            \(image(picture))<div class="picture-fields">
            <input type="hidden" name="photo" value="\(picture.url)">
            <label for="photo-alt-\(number)">Description of image \(number)</label>
            <textarea id="photo-alt-\(number)" name="photo-alt" rows="2">
            \(picture.alt)</textarea>
            <p class="picture-line"><label for="photo-position-\(number)">Position</label>
            <input type="number" id="photo-position-\(number)" name="photo-position" value="\(number)" min="1" max="99">
            <label class="check"><input type="checkbox" name="photo-remove" value="\(picture.url)"> Remove image \
            \(number)</label></p>
            </div>
            </li>

            """
    }

    /// The picture, if it is one that a page would show.
    private func image(_ picture: PostForm.Picture) -> HTML? {
        let isOwn = picture.url.hasPrefix("\(siteURL)media/")
        guard isOwn || picture.url.hasPrefix("https://") else { return nil }
        let address = isOwn ? root + picture.url.dropFirst(siteURL.count) : picture.url
        return "<img src=\"\(address)\" alt=\"\" loading=\"lazy\">\n"
    }

    /// A picker for each image that can still be added; all but the first are folded away.
    private var slots: HTML? {
        let free = PostForm.maximumPictures - form.pictures.count
        guard free > 0 else { return nil }
        let rest = (1..<free).map { slot($0 + 1) }
        return """
            <div class="slots">
            \(slot(1))\
            \(rest.isEmpty ? nil : "<details>\n<summary>More images</summary>\n\(rest)</details>\n" as HTML)\
            </div>

            """
    }

    private func slot(_ number: Int) -> HTML {
        """
        <div class="slot">
        <label for="file\(number)">Add an image\(number == 1 ? "" : " (\(number))")</label>
        <input type="file" id="file\(number)" name="file\(number)" accept="image/*,.heic,.heif,.avif">
        <label for="file\(number)-alt">Its description, for those who do not see it</label>
        <input type="text" id="file\(number)-alt" name="file\(number)-alt">
        </div>

        """
    }
}
