/// The search box that every page has.
struct SearchForm {
    /// The path of the site.
    let root: String
    /// What it holds.
    let query: String

    /// How much it takes. The search itself takes more.
    static let longest = 100

    var html: HTML {
        """
        <form class="search" role="search" action="\(root)search" method="get">
        <label for="search-words">Search</label>
        <input id="search-words" name="q" type="search" value="\(query)" maxlength="\(Self.longest)" required>
        <button>Search</button>
        </form>

        """
    }
}
