import IndieWeb
package import Microformats
package import Publishing

/// A post as a reader sees it: the model behind the only h-entry markup of the site.
package struct Entry: Sendable {
    /// The post.
    package var post: Post
    /// Its words, rendered for where it stands.
    package var content: SanitizedHTML
    /// Its address.
    package var permalink: Permalink
    /// Who wrote it.
    package var author: Author
    /// The path of the site, `/`.
    package var root: String

    /// Creates an entry.
    package init(post: Post, content: SanitizedHTML, permalink: Permalink, author: Author, root: String) {
        self.post = post
        self.content = content
        self.permalink = permalink
        self.author = author
        self.root = root
    }
}

extension Entry {
    /// The entry among others: its title, when it has one, is a link to its own page.
    package var listItem: HTML {
        """
        <article class="h-entry">
        \(post.name.map { "<h2 class=\"p-name\" dir=\"auto\"><a href=\"\(path)\">\($0)</a></h2>\n" as HTML })\(body)</article>

        """
    }

    /// The entry alone on its page: its title is the page's.
    ///
    /// A note has no `p-name`, or readers would show its first line twice. Its page needs a heading all the same, so
    /// one is there for those who navigate by headings.
    package var page: HTML {
        """
        <article class="h-entry">
        \(heading)
        \(body)</article>
        """
    }

    private var heading: HTML {
        post.name.map { "<h1 class=\"p-name\" dir=\"auto\">\($0)</h1>" }
            ?? "<h1 class=\"visually-hidden\">\(post.title)</h1>"
    }

    private var body: HTML {
        """
        \(contexts)\(summary)\(photos)\(recordings)\(words)\(dates)\(place)<footer>
        \(authorCard)
        <p><a class="u-url u-uid" href="\(permalink.url)">\(time("dt-published", post.published))</a>\(revision)</p>
        \(categories)\(copies)</footer>

        """
    }

    private var words: HTML? {
        guard !content.isEmpty else { return nil }
        return """
            <div class="e-content" dir="auto">
            \(raw: content)</div>

            """
    }

    /// What the page may say of the post beside its words: whoever looks at it, also its owner, sees what readers see.
    var properties: MicroformatsProperties { post.publicProperties }

    private var path: String { root + permalink.relativePath }

    private var photos: HTML? {
        guard !post.photos.isEmpty else { return nil }
        let images = post.photos.map { photo -> HTML in
            let file = photo.stored?.original
            return """
                <img class="u-photo" src="\(photo.address(below: root, original: true))" alt="\(photo.alt)"\
                \(file?.width.map { " width=\"\($0)\"" as HTML })\
                \(file?.height.map { " height=\"\($0)\"" as HTML })\
                \(photo.stored.flatMap(sources)) loading="lazy">

                """
        }
        return """
            <div class="photos photos-\(min(images.count, 4))">
            \(images)</div>

            """
    }

    /// Narrower copies for narrower screens; `src` stays the original, which is what the photo of the entry is.
    private func sources(of photo: StoredPhoto) -> HTML? {
        let files = (photo.copies.reversed() + [photo.original]).compactMap { file in
            file.width.map { "\(root + file.relativePath) \($0)w" }
        }
        guard files.count > 1 else { return nil }
        return " srcset=\"\(files.joined(separator: ", "))\" sizes=\"(max-width: 42rem) 100vw, 40rem\""
    }

    private var authorCard: HTML {
        """
        <p class="p-author h-card">\(author.portrait)<a class="p-name u-url" href="\(author.url)">\(author.name)</a></p>
        """
    }

    private var revision: HTML? {
        guard post.isRevised else { return nil }
        return " · edited \(time("dt-updated", post.updated))"
    }

    private func time(_ property: String, _ timestamp: StoredTimestamp) -> HTML {
        "<time class=\"\(property)\" datetime=\"\(timestamp.rfc3339)\">\(timestamp.local.longDate)</time>"
    }

    private var categories: HTML? {
        let people = properties["category"].compactMap { Citation($0) }.filter(\.isObject)
        guard !post.tags.isEmpty || !people.isEmpty else { return nil }
        let tags =
            post.tags.map { tag -> HTML in
                let path = root + tag.relativePath
                return "<li><a class=\"p-category\" rel=\"tag\" href=\"\(path)\">\(tag.displayName)</a></li>\n"
            }
            + people.map { "<li>\($0.html(of: "category", as: "h-card"))</li>\n" as HTML }
        return """
            <ul class="tags" aria-label="Tags">
            \(tags)</ul>

            """
    }
}

extension Author {
    /// The portrait beside the name, which says it all to those who do not see it.
    var portrait: HTML? {
        photoURL.map { "<img class=\"u-photo\" src=\"\($0)\" alt=\"\" width=\"32\" height=\"32\"> " }
    }
}
