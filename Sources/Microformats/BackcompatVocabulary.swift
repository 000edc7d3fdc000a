/// A classic microformat, and what its class names and relations are called in microformats2.
///
/// From the lists that <https://microformats.org/wiki/microformats2-parsing#note_backward_compatibility_details> names.
struct BackcompatVocabulary {
    /// What a class name or relation stands for.
    struct Meaning {
        /// The properties it names.
        var properties: [MicroformatsClass] = []
        /// The classic root that it implies on an element without a root: `author` is a `vcard`.
        var root: String?

        /// Reads `p-author vcard`.
        init(_ text: String) {
            for word in text.split(separator: " ") {
                if let name = MicroformatsClass(String(word)) {
                    properties.append(name)
                } else {
                    root = String(word)
                }
            }
        }
    }

    /// The root class name in microformats2.
    let type: String
    /// The meaning of each class name.
    let properties: [String: Meaning]
    /// The meaning of each relation but `tag`, which is a category in all that know it.
    let relations: [String: Meaning]
    /// Whether `rel="tag"` is a category.
    let hasTags: Bool

    private init(
        _ type: String,
        _ properties: [String: String],
        relations: [String: String] = [:],
        hasTags: Bool = false
    ) {
        self.type = type
        self.properties = properties.mapValues(Meaning.init)
        self.relations = relations.mapValues(Meaning.init)
        self.hasTags = hasTags
    }

    /// Whether a class name is the root of a classic microformat, wherever it stands.
    static func isRoot(_ name: String) -> Bool {
        name != "item" && all[name] != nil
    }

    /// The vocabularies by root class name. `item` is a root only within a review.
    static let all: [String: BackcompatVocabulary] = [
        "adr": .init("h-adr", addressProperties),
        "geo": .init("h-geo", ["latitude": "p-latitude", "longitude": "p-longitude"]),
        "vcard": .init("h-card", cardProperties.merging(addressProperties) { card, _ in card }),
        "hfeed": .init("h-feed", feedProperties, hasTags: true),
        "hentry": .init("h-entry", entryProperties, relations: ["bookmark": "u-url"], hasTags: true),
        "hnews": .init("h-news", newsProperties, relations: newsRelations),
        "vevent": .init("h-event", eventProperties),
        "hproduct": .init("h-product", productProperties),
        "hrecipe": .init("h-recipe", recipeProperties, hasTags: true),
        "hresume": .init("h-resume", resumeProperties),
        "hreview": .init("h-review", reviewProperties, relations: ["self bookmark": "u-url"], hasTags: true),
        "hreview-aggregate": .init("h-review-aggregate", aggregateProperties),
        "item": .init("h-item", ["fn": "p-name", "url": "u-url", "photo": "u-photo"]),
    ]

    private static let addressProperties = [
        "post-office-box": "p-post-office-box", "street-address": "p-street-address",
        "extended-address": "p-extended-address", "locality": "p-locality", "region": "p-region",
        "postal-code": "p-postal-code", "country-name": "p-country-name",
    ]

    private static let cardProperties = [
        "fn": "p-name", "url": "u-url", "photo": "u-photo", "logo": "u-logo", "email": "u-email", "uid": "u-uid",
        "honorific-prefix": "p-honorific-prefix", "given-name": "p-given-name",
        "additional-name": "p-additional-name", "family-name": "p-family-name",
        "honorific-suffix": "p-honorific-suffix", "nickname": "p-nickname", "sort-string": "p-sort-string",
        "org": "p-org", "organization-name": "p-organization-name", "organization-unit": "p-organization-unit",
        "title": "p-job-title", "role": "p-role", "tel": "p-tel", "adr": "p-adr adr", "geo": "p-geo geo",
        "latitude": "p-latitude", "longitude": "p-longitude", "tz": "p-tz", "label": "p-label", "bday": "dt-bday",
        "rev": "dt-rev", "category": "p-category", "note": "p-note", "key": "u-key", "sound": "u-sound",
        "agent": "p-agent", "class": "p-class", "mailer": "p-mailer",
    ]

    private static let feedProperties = [
        "category": "p-category", "site-title": "p-name", "title": "p-name", "site-description": "p-summary",
        "description": "p-summary",
    ]

    private static let entryProperties = [
        "entry-title": "p-name", "entry-summary": "p-summary", "entry-content": "e-content",
        "published": "dt-published", "updated": "dt-updated", "author": "p-author vcard", "category": "p-category",
        "geo": "p-geo geo",
    ]

    private static let newsProperties = [
        "entry": "p-entry", "geo": "p-geo geo", "latitude": "p-latitude", "longitude": "p-longitude",
        "source-org": "p-source-org", "dateline": "p-dateline",
    ]

    private static let newsRelations = ["item-license": "u-item-license", "principles": "u-principles"]

    private static let eventProperties = [
        "summary": "p-name", "dtstart": "dt-start", "dtend": "dt-end", "duration": "dt-duration",
        "description": "p-description", "url": "u-url", "category": "p-category", "location": "p-location",
        "geo": "p-location geo", "attendee": "p-attendee", "contact": "p-contact", "organizer": "p-organizer",
    ]

    private static let productProperties = [
        "fn": "p-name", "photo": "u-photo", "brand": "p-brand", "category": "p-category",
        "description": "p-description", "identifier": "u-identifier", "url": "u-url", "price": "p-price",
        "review": "p-review hreview",
    ]

    private static let recipeProperties = [
        "fn": "p-name", "ingredient": "p-ingredient", "yield": "p-yield", "instructions": "e-instructions",
        "duration": "dt-duration", "photo": "u-photo", "summary": "p-summary", "author": "p-author vcard",
        "nutrition": "p-nutrition", "category": "p-category", "published": "dt-published",
    ]

    private static let resumeProperties = [
        "summary": "p-summary", "contact": "p-contact vcard", "education": "p-education vevent",
        "experience": "p-experience vevent", "skill": "p-skill", "affiliation": "p-affiliation vcard",
    ]

    /// Outside an `item`, a name, a photo or an address is one of the thing reviewed.
    private static let reviewProperties = [
        "summary": "p-name", "item": "p-item item", "fn": "p-item item", "photo": "p-item item",
        "url": "p-item item", "reviewer": "p-author vcard", "dtreviewed": "dt-reviewed", "rating": "p-rating",
        "best": "p-best", "worst": "p-worst", "description": "p-description",
    ]

    private static let aggregateProperties = [
        "summary": "p-name", "item": "p-item item", "fn": "p-item item", "photo": "u-photo", "url": "u-url",
        "reviewer": "p-reviewer p-author vcard", "dtreviewed": "dt-reviewed", "rating": "p-rating",
        "best": "p-best", "worst": "p-worst", "average": "p-average", "count": "p-count", "votes": "p-votes",
        "description": "p-description",
    ]
}
