package import IndieWeb

/// What tells one state of a representation from another (RFC 9110, section 8.8), and the conditions put on it.
package struct Validators: Sendable, Equatable {
    /// The tag, in the field `ETag`.
    package let tag: EntityTag
    /// The field `Last-Modified`.
    package let lastModified: HTTPDate

    /// The validators of a representation.
    package init(tag: EntityTag, lastModified: HTTPDate) {
        self.tag = tag
        self.lastModified = lastModified
    }

    /// Whether the client asked for this representation; if not, it is told 412 (section 13.2.2, steps 1 and 2).
    package func allow(ifMatch: [String], ifUnmodifiedSince: String?) -> Bool {
        guard ifMatch.isEmpty else { return tag.isListed(in: ifMatch, .strong) }
        guard let date = date(ifUnmodifiedSince) else { return true }
        return lastModified <= date
    }

    /// Whether the client has the representation already, and is told 304 (section 13.2.2, steps 3 and 4).
    ///
    /// Tags are told apart better than seconds, so with `If-None-Match` the date counts for nothing.
    package func areKnown(ifNoneMatch: [String], ifModifiedSince: String?) -> Bool {
        guard ifNoneMatch.isEmpty else { return tag.isListed(in: ifNoneMatch) }
        guard let date = date(ifModifiedSince) else { return false }
        return lastModified <= date
    }

    /// Whether a part of this representation fits the parts that the client has (`If-Range`, section 13.1.5).
    ///
    /// A date fits only if it is the very one. It is as good as a strong tag where files never change under their
    /// names.
    package func fit(ifRange: String?) -> Bool {
        guard let ifRange else { return true }
        return ifRange == tag.text || date(ifRange) == lastModified
    }

    /// Clients send back the date that they were given, so it decides the century of one with two digits of a year.
    private func date(_ field: String?) -> HTTPDate? {
        field.flatMap { HTTPDate($0, now: lastModified.secondsSince1970) }
    }
}
