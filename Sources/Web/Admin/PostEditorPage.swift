import Foundation
import IndieWeb
import Publishing

/// The form in which a post is written and changed.
struct PostEditorPage {
    let frame: DeskFrame
    let form: PostForm
    /// The post that is changed; nil for a new one.
    let post: Post?
    let now: Date
    /// The path under which readers find it; nil when they do not.
    var publicPath: String?
    /// What is wrong with what was sent.
    var faults: [FieldFault] = []
    /// What the post says now, when somebody changed it meanwhile.
    var present: PostForm?
    /// The tags in use.
    var knownTags: [String] = []
    /// The address of the site, by which images of its own are told.
    let siteURL: String

    private static let contextLabels = [
        ("in-reply-to", "Reply to"), ("like-of", "Like of"), ("repost-of", "Repost of"), ("bookmark-of", "Bookmark of"),
    ]

    var html: HTML {
        frame.page(
            post == nil ? "New post" : "Edit post",
            at: post == nil ? .new : nil,
            scripts: DeskAssets.Script.allCases,
            main: "\(state)\(faultBox)\(conflictBox)\(editor)"
        )
    }

    private var format: PostContent.MediaType { post?.content.mediaType ?? .markdown }
    private var isPublished: Bool { post?.status == .published }
    private var action: String { frame.path(post.map { "edit/\($0.id)" } ?? "new") }

    private var state: HTML? {
        guard let post else { return nil }
        let view: HTML =
            publicPath.map { "<a href=\"\($0)\">View it on the site</a>" }
            ?? "<a href=\"\(frame.path("view/\(post.id)"))\">View it</a>"
        return "<p class=\"state\">\(PostState(post, now: now).html) · \(view)</p>\n"
    }

    private var faultBox: HTML? {
        guard !faults.isEmpty else { return nil }
        let items = faults.map { fault -> HTML in
            guard let field = fault.field else { return "<li>\(fault.words)</li>\n" }
            return "<li><a href=\"#\(field)\">\(fault.words)</a></li>\n"
        }
        return """
            <div class="notice refusal" role="alert">
            <p>Nothing was saved yet. What you wrote is below.</p>
            <ul>
            \(items)</ul>
            </div>

            """
    }

    private var conflictBox: HTML? {
        guard let present else { return nil }
        return """
            <details class="conflict">
            <summary>What the post says now</summary>
            \(present.title.isEmpty ? nil : "<p><strong>\(present.title)</strong></p>\n" as HTML)<pre>\(present.content)</pre>
            </details>

            """
    }

    private var editor: HTML {
        """
        <form method="post" action="\(action)" enctype="multipart/form-data" class="post" \
        data-key="\(post.map { String($0.id) } ?? "new")" data-desk="\(frame.path())" \
        data-save="\(isPublished ? "publish" : "draft")">
        \(frame.csrf)<input type="hidden" name="version" value="\(form.version)">
        <input type="hidden" name="key" value="\(form.key)">
        \(format == .markdown ? nil : "<input type=\"hidden\" name=\"format\" value=\"\(format.rawValue)\">\n" as HTML)\
        \(words)\(PictureFields(form: form, faults: faults, siteURL: siteURL, root: frame.head.root).html)\(details)\
        \(contexts)\(buttons)</form>

        """
    }

    private var words: HTML {
        let title = FormField("title", "Title", hint: "Optional. A short note needs none.", faults: faults)
        let content = FormField(
            "content",
            "Content",
            hint: format.words,
            faults: faults
        )
        let focus: HTML = post == nil && faults.isEmpty ? " autofocus" : ""
        return "\(title.line(form.title))\(content.text(form.content, rows: 12, attributes: focus))"
    }

    private var details: HTML {
        let tags = FormField("tags", "Tags", hint: "Separated by commas.", faults: faults)
        let slug = FormField(
            "slug",
            "Slug",
            hint: post == nil
                ? "The end of the address. Empty: the time of the post."
                : "The end of the address. The old one will lead to a new one.",
            faults: faults
        )
        let date = FormField("date", "Date", hint: "Empty for now. A later date waits until then.", faults: faults)
        let zone = FormField("zone", "Time zone", hint: "Hours from UTC, such as +01:00.", faults: faults)
        let visibility = FormField("visibility", "Visible to", faults: faults)
        return """
            <div class="details">
            \(tags.line(form.tags, attributes: " list=\"known-tags\" autocomplete=\"off\""))\
            <datalist id="known-tags">
            \(knownTags.map { "<option value=\"\($0)\">\n" as HTML })</datalist>
            \(slug.line(form.slug, attributes: " autocapitalize=\"none\" spellcheck=\"false\" autocomplete=\"off\""))\
            \(date.line(form.date, type: "datetime-local"))\
            \(zone.line(form.zone, attributes: " autocomplete=\"off\" size=\"8\""))\
            \(visibility.choice(form.visibility, of: Visibility.allCases.map { ($0.rawValue, $0.words) }))</div>

            """
    }

    private var contexts: HTML {
        let fields = Self.contextLabels.map { property, label in
            FormField(property, label, faults: faults)
                .line(form.contexts[property] ?? "", attributes: " inputmode=\"url\" autocomplete=\"off\"")
        }
        let open: HTML? = form.contexts.isEmpty ? nil : " open"
        return """
            <details class="contexts"\(open)>
            <summary>About another page: reply, like, repost, bookmark</summary>
            <p class="hint">The address of what you answer, like, pass on or keep.</p>
            \(fields)</details>

            """
    }

    /// The first button is what the key Enter presses in a line of text, so it is one that harms nothing.
    private var buttons: HTML {
        let draft: HTML =
            "<button name=\"action\" value=\"draft\">Save draft\(isPublished ? ", take offline" : "")</button>\n"
        let publish: HTML =
            "<button name=\"action\" value=\"publish\" class=\"primary\">Publish\(isPublished ? " changes" : "")</button>\n"
        let delete: HTML? = post.map { post in
            """
            <button formaction="\(frame.path("delete/\(post.id)"))" formenctype="application/x-www-form-urlencoded" \
            formnovalidate class="danger">Delete</button>

            """
        }
        return """
            <div class="buttons">
            \(isPublished ? publish : draft)\(isPublished ? draft : publish)\
            <button formaction="\(frame.path("preview"))" formenctype="application/x-www-form-urlencoded" \
            formtarget="_blank" formnovalidate class="preview-button">Preview</button>
            \(delete)</div>
            <p class="hint keys" hidden>Ctrl+Enter publishes. \
            \(isPublished ? "Ctrl+S saves your changes, too." : "Ctrl+S saves a draft.")</p>

            """
    }
}

extension PostContent.MediaType {
    /// What the owner reads beside the words.
    fileprivate var words: HTML {
        switch self {
        case .markdown: "Plain words or Markdown."
        case .html: "This post is written in HTML."
        case .plain: "This post is plain words: no character in it has a meaning."
        }
    }
}

extension Visibility {
    /// What the owner reads.
    var words: String {
        switch self {
        case .public: "Everybody"
        case .unlisted: "Those who have the address (unlisted)"
        case .private: "Only me, and those whom I let read it (private)"
        }
    }
}
