import Publishing

/// What an h-feed says of itself to programs: its address and its author.
struct FeedCard {
    let url: String
    let author: Author

    var html: HTML {
        """
        <a class="u-url" href="\(url)" hidden></a>
        <p class="p-author h-card" hidden><a class="p-name u-url" href="\(author.url)">\(author.name)</a></p>

        """
    }
}
