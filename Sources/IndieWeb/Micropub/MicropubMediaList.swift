/// Which files `q=source` of the media endpoint asks for.
package struct MicropubMediaList: Sendable, Equatable {
    /// How many files at most, 1 to 100.
    package var limit = 10
    /// How many files to skip.
    package var offset = 0
    /// The cursor that an earlier answer gave as `paging.after`.
    package var after: String?
    /// The cursor that an earlier answer gave as `paging.before`.
    package var before: String?
    /// The address of the one file that is asked for.
    package var url: String?
    /// The media type of the files, `image/jpeg`, or its first half, `image`.
    package var mimeType: String?

    /// The ten newest files.
    package init() {}

    init(_ parameters: QueryParameters) throws(MicropubError) {
        limit = min(try parameters.number("limit", from: 1) ?? limit, 100)
        offset = try parameters.number("offset") ?? offset
        after = try parameters.single("after")
        before = try parameters.single("before")
        url = try parameters.single("url")
        mimeType = try parameters.single("mime_type")
    }
}
