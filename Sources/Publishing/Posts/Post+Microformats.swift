package import IndieWeb

extension Post {
    /// All properties of the post, its words among them, as they are kept; what an update starts from.
    ///
    /// The date of publication is there only where the author gave one, or a post was taken offline that had one, so that a
    /// draft gets its date when it is published first.
    var source: MicroformatsProperties {
        var source = properties
        if !content.text.isEmpty { source["content"] = [content.value] }
        if source["category"].isEmpty { source["category"] = tags.map { .string($0.displayName) } }
        if source["photo"].isEmpty { source["photo"] = photos.compactMap(\.value) }
        source["post-status"] = [.string(status.rawValue)]
        source["visibility"] = [.string(visibility.rawValue)]
        return source
    }

    /// The properties as others than the owner may see them: what every page and every feed is made of.
    package var publicProperties: MicroformatsProperties { properties.withoutHiddenPlaces }

    /// The post as microformats2 JSON with whole addresses (Micropub, section 3.7.2): what `q=source` answers.
    ///
    /// - Parameters:
    ///   - siteURL: the address of the site; ends with `/`.
    ///   - names: the properties to give; nil for all of them and the type.
    /// - Returns: an object with `properties`, and `type` when all were asked for.
    package func microformats(siteURL: String, only names: [String]? = nil) -> JSONObject {
        var all = source.resolvingMedia(siteURL: siteURL)
        // What the author wrote stays as it was written. A draft has no date until its author gives it one, or it is
        // published: clients write back what they are given, and would state the day on which it was begun.
        if all["published"].isEmpty, status != .draft { all["published"] = [.string(published.rfc3339)] }
        let stated = all.text("updated").flatMap(StoredTimestamp.init)
        if stated.map({ !$0.isSameSecond(as: updated) }) ?? isRevised {
            all["updated"] = [.string(updated.rfc3339)]
        }
        all["url"] = [.string(Permalink(siteURL: siteURL, slug: slug).url)]
        guard let names else { return ["type": ["h-entry"], "properties": .object(all.json)] }
        var some = MicroformatsProperties()
        for name in names { some[name] = all[name] }
        return ["properties": .object(some.json)]
    }
}

extension Photo {
    /// The photo as a value of the property `photo`, as it is kept.
    fileprivate var value: JSONValue? {
        let address =
            switch source {
            case .stored(let photo): MediaReference(path: photo.original.path).stored
            case .remote(let url): url
            }
        return alt.isEmpty ? .string(address) : ["value": .string(address), "alt": .string(alt)]
    }
}

extension MicroformatsProperties {
    /// The properties as clients see them, files of the media folder with whole addresses.
    func resolvingMedia(siteURL: String) -> MicroformatsProperties {
        mappingMedia { MediaReference(stored: $0).map { siteURL + $0.stored } }
    }

    /// The properties as they are kept, files of the media folder without the site's address.
    func relativizingMedia(siteURL: String) -> MicroformatsProperties {
        mappingMedia { (MediaReference(url: $0, siteURL: siteURL) ?? MediaReference(stored: $0))?.stored }
    }

    private func mappingMedia(_ transform: (String) -> String?) -> MicroformatsProperties {
        var mapped = self
        for name in MicroformatsProperties.files {
            mapped[name] = self[name].map { value in
                value.mediaAddress.flatMap(transform).map(value.withMediaAddress) ?? value
            }
        }
        return mapped
    }
}
