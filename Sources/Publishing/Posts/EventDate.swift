import IndieWeb

/// When what a post announces begins or ends: a value of `start` or `end`, or what stands in place of one.
package struct EventDate: Sendable, Equatable {
    /// The property: `start` or `end`.
    package let property: String
    /// For programs, as HTML writes it, with the offset where the author gave one: `2026-11-28T18:00:00+01:00`,
    /// `2026-11-28`; nil for a text that is no date.
    package let machineText: String?
    /// For readers: `28 November 2026, 18:00`.
    package let text: String

    /// Reads a value; nil for one without a text.
    init?(_ value: JSONValue, of property: String) {
        guard let text = value.readableText, !text.allSatisfy(\.isWhitespace) else { return nil }
        self.property = property
        guard let moment = ISO8601(text), let time = StoredTimestamp(moment.text) else {
            (machineText, self.text) = (nil, text)
            return
        }
        let local = time.local
        // `2026-11-28`: a day has no hour.
        if moment.text.utf8.count == "2026-11-28".utf8.count {
            (machineText, self.text) = (local.calendarDate, local.longDate)
        } else {
            machineText = moment.offset == nil ? "\(local.calendarDate)T\(local.timeOfDay)" : time.rfc3339
            self.text = "\(local.longDate), \(local.timeOfDay.prefix(5))"
        }
    }
}

extension Post {
    /// When what the post announces begins and ends.
    package var eventDates: [EventDate] {
        ["start", "end"].flatMap { property in
            properties[property].compactMap { EventDate($0, of: property) }
        }
    }
}
