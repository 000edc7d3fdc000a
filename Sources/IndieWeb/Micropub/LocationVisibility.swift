/// The values of `location-visibility`: who may see where a post was written, the properties `location` and `checkin`.
package enum LocationVisibility: String, Sendable, CaseIterable {
    /// All, all of it.
    case `public`
    /// All what the place is called, or its town, and nothing more exact: of a place that is but a text, nothing.
    case protected
    /// The owner alone.
    case `private`
}

extension MicroformatsProperties {
    /// The properties as others than the owner may see them, by what ``LocationVisibility`` says.
    package var withoutHiddenPlaces: MicroformatsProperties {
        // A word that nobody knows may have meant the narrowest.
        let visibility = first("location-visibility").map { value in
            value.stringValue.flatMap(LocationVisibility.init) ?? .private
        }
        var shown = self
        for name in ["location", "checkin"] {
            switch visibility ?? .public {
            case .public: break
            case .protected: shown[name] = self[name].compactMap { Place($0)?.title.map(JSONValue.string) }
            case .private: shown[name] = []
            }
        }
        return shown
    }
}
