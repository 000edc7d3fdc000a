/// What every page of the desk stands in: its places, the way out, and what was just done.
struct DeskFrame: Sendable {
    /// A place of the desk, in the order of the menu.
    enum Place: String, CaseIterable, Sendable {
        case posts = ""
        case new
        case media
        case applications
        case sessions
        case database
        case settings

        /// What the menu calls it.
        var name: String {
            switch self {
            case .posts: "Posts"
            case .new: "New post"
            case .media: "Images"
            case .applications: "Applications"
            case .sessions: "Sessions"
            case .database: "Database"
            case .settings: "Settings"
            }
        }
    }

    let head: SiteHead
    let assets: DeskAssets
    /// The hidden field by which forms of the desk are known.
    let csrf: HTML
    let notice: DeskNotice?
    /// More about the notice, such as a link to what it is about.
    var noticeLinks: HTML?

    /// A path of the desk.
    func path(_ rest: String = "") -> String { "\(head.root)admin/\(rest)" }

    /// A page of the desk.
    ///
    /// - Parameters:
    ///   - title: what it is called, also its heading unless that is in `main`.
    ///   - place: where it stands in the menu; nil for a page that has no place there.
    ///   - scripts: which of the scripts it needs.
    ///   - hasHeading: whether the title stands above the content.
    ///   - main: the content.
    /// - Returns: the whole document.
    func page(
        _ title: String,
        at place: Place?,
        scripts: [DeskAssets.Script] = [],
        hasHeading: Bool = true,
        main: HTML
    ) -> HTML {
        let heading: HTML? = hasHeading ? "<h1>\(title)</h1>\n" : nil
        var page = Page(
            head: head,
            title: title,
            summary: "\(title): for the owner of \(head.name).",
            canonical: nil,
            main: "\(heading)\(noticeBox)\(main)"
        )
        page.header = menu(place)
        page.mainClass = "desk"
        page.links = """
            <link rel="stylesheet" href="\(head.root)\(assets.stylesheet.relativePath)">
            \(scripts.map { assets.file(of: $0).scriptElement(root: head.root) })
            """
        return page.html
    }

    /// A form that holds nothing but a button.
    func button(_ label: HTML, posts action: String, fields: HTML? = nil, class name: String = "") -> HTML {
        """
        <form method="post" action="\(path(action))" class="inline">
        \(csrf)\(fields)<button class="\(name)">\(label)</button>
        </form>

        """
    }

    private func menu(_ current: Place?) -> HTML {
        let links = Place.allCases.map { place -> HTML in
            let mark: HTML? = place == current ? " aria-current=\"page\"" : nil
            return "<li><a href=\"\(path(place.rawValue))\"\(mark)>\(place.name)</a></li>\n"
        }
        return """
            <p><a class="home" href="\(head.root)">\(head.name)</a></p>
            <nav class="menu" aria-label="Desk">
            <ul>
            \(links)</ul>
            </nav>
            <form method="post" action="\(head.root)auth/logout" class="sign-out">
            \(csrf)<button class="quiet">Sign out</button>
            </form>
            """
    }

    private var noticeBox: HTML? {
        guard let notice else { return nil }
        let undo: HTML? =
            if case .deleted(let id) = notice { button("Undo", posts: "undelete/\(id)", class: "undo") } else { nil }
        let saved: HTML? = notice.postID.map { " data-saved=\"\($0)\"" }
        return """
            <div class="notice\(notice.isRefusal ? " refusal" : "")" role="status"\(saved)>
            <p>\(notice.words)\(noticeLinks)</p>
            \(undo)</div>

            """
    }
}
