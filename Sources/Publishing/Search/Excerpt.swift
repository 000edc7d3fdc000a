package import GRDB
import GRDBSQLite

/// `excerpt(table, column, words)`: an auxiliary function of FTS5 that gives so many words of a column around what a query
/// found there, marked as a ``Snippet`` reads them; the first of the column where nothing was found in it.
///
/// It chooses about as `snippet` does (https://www.sqlite.org/fts5.html#the_snippet_function): the words that hold most
/// phrases of the query, the first of such, from the beginning of a sentence if there is one, and phrases in the middle if
/// not. `snippet` compares each place of a phrase with all others, which takes the square of their number, and anybody may
/// search. This function looks at a few thousand places at most, and reads the text once, up to the words that it gives.
package enum Excerpt {
    /// Makes the function known to a connection.
    ///
    /// - Throws: what SQLite says.
    package static func add(to database: Database) throws {
        try FTS5Function.add("excerpt", to: database) { row, arguments in
            let numbers = arguments.map { Int(sqlite3_value_int($0)) }
            guard numbers.count == 2, (0..<row.columns).contains(numbers[0]), numbers[1] > 0 else {
                throw DatabaseError(resultCode: .SQLITE_MISUSE)
            }
            let text = try row.text(of: numbers[0])
            let finds = try PhraseFinds(of: row, column: numbers[0])
            let window = try ExcerptWindow(of: row, text, around: finds.closest(within: numbers[1]), words: numbers[1])
            // What the index says and the text has not is an index that is wrong, and no reason to show nothing.
            let begin = try window ?? ExcerptWindow(of: row, text, around: 0..<0, words: numbers[1])
            return .text(begin?.marked(finds.places) ?? "")
        }
    }
}

/// Where a column of a row has the phrases of a query, in order; of those that it has very often, the first places.
private struct PhraseFinds {
    /// Numbers of words, counted from 0; of all phrases.
    let places: [Range<Int>]
    /// Which phrase is in each place.
    private let phrases: [Int]
    private let phraseCount: Int

    /// How many places are looked at, in all; far more than matter in any text that was written to be read.
    private static let limit = 4096

    init(of row: FTS5Row, column: Int) throws {
        phraseCount = row.phrases
        var finds: [(place: Range<Int>, phrase: Int)] = []
        for phrase in 0..<phraseCount {
            let (length, limit) = (row.length(of: phrase), finds.count + Self.limit / phraseCount)
            var places = try row.places(of: phrase)
            while finds.count < limit, let (foundColumn, place) = places.next(), foundColumn <= column {
                // FTS5 does not check what a damaged index says here.
                guard place >= 0 else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
                if foundColumn == column { finds.append((place..<(place + length), phrase)) }
            }
        }
        finds.sort { ($0.place.lowerBound, $0.place.upperBound) < ($1.place.lowerBound, $1.place.upperBound) }
        (places, phrases) = (finds.map(\.place), finds.map(\.phrase))
    }

    /// Of all places in which so many words begin with a phrase, the first of those that hold most phrases.
    ///
    /// - Returns: the words from the first phrase to the last one that begins within; empty, from 0, for a column without any.
    func closest(within words: Int) -> Range<Int> {
        var counts = Array(repeating: 0, count: phraseCount)
        var (distinct, most, end) = (0, 0, 0)
        var closest = 0..<0
        for (first, place) in places.enumerated() where most < phraseCount {
            while end < places.count, places[end].lowerBound < place.lowerBound + words {
                if counts[phrases[end]] == 0 { distinct += 1 }
                counts[phrases[end]] += 1
                end += 1
            }
            if distinct > most {
                most = distinct
                closest = place.lowerBound..<min(places[end - 1].upperBound, place.lowerBound + words)
            }
            counts[phrases[first]] -= 1
            if counts[phrases[first]] == 0 { distinct -= 1 }
        }
        return closest
    }
}

/// Words of a text that stand together.
private struct ExcerptWindow {
    private let text: UnsafeRawBufferPointer
    /// The bytes of each word.
    private let words: [Range<Int>]
    /// Which is the first of them, counted from 0.
    private let first: Int
    private let goesOn: Bool

    /// The most that is given of a text, in bytes, however long its words are.
    private static let longest = 4096

    /// Chooses the words around some of them; nil where the text has not as many.
    init?(of row: FTS5Row, _ text: UnsafeRawBufferPointer, around found: Range<Int>, words count: Int) throws {
        // One more, which tells whether the text goes on.
        let earliest = max(0, found.upperBound - count)
        let read = try row.words(earliest...(found.lowerBound + count), of: text)
        let end = earliest + read.count
        guard found.upperBound <= end else { return nil }
        let latest = max(0, min(found.lowerBound, end - count))
        let sentence = (earliest...latest).last { number in
            number == 0 || Self.beginsSentence(read[number - earliest].lowerBound, of: text)
        }
        let middle = found.lowerBound - (count - found.count) / 2
        first = sentence ?? min(max(earliest, middle), latest)
        words = Array(read.dropFirst(first - earliest).prefix(count))
        goesOn = first + words.count < end
        self.text = text
    }

    /// Whether a word that begins with a byte is the first of a sentence: whether what stands before it, spaces aside, ends
    /// one.
    private static func beginsSentence(_ byte: Int, of text: UnsafeRawBufferPointer) -> Bool {
        let before = text[..<byte].last { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return before.map { ".:!?".utf8.contains($0) } ?? true
    }

    /// The words with all between them, those in places marked, and `…` where the text goes on.
    ///
    /// - Parameter places: numbers of words, in order; those that overlap are marked as one.
    /// - Returns: the text, as a ``Snippet`` reads it.
    func marked(_ places: [Range<Int>]) -> String {
        let marks = marks(places)
        var begin = first == 0 ? 0 : words.first?.lowerBound ?? 0
        let end = goesOn ? words.last?.upperBound ?? 0 : text.count
        if end - begin > Self.longest { begin = marks.first?.lowerBound ?? begin }
        let cut = min(end, begin + Self.longest)
        var marked = begin == 0 ? "" : "…"
        var shown = begin
        for mark in marks where mark.lowerBound < cut {
            marked += string(shown..<mark.lowerBound)
            shown = min(mark.upperBound, cut)
            marked += Snippet.open + string(mark.lowerBound..<shown) + Snippet.close
        }
        return marked + string(shown..<cut) + (cut < text.count ? "…" : "")
    }

    /// The bytes of words in places.
    private func marks(_ places: [Range<Int>]) -> [Range<Int>] {
        var marks: [Range<Int>] = []
        var last = 0..<0
        for place in places.map({ $0.clamped(to: first..<(first + words.count)) }) where !place.isEmpty {
            let overlaps = !last.isEmpty && place.lowerBound < last.upperBound
            last = overlaps ? last.lowerBound..<max(last.upperBound, place.upperBound) : place
            if overlaps { marks.removeLast() }
            marks.append(words[last.lowerBound - first].lowerBound..<words[last.upperBound - 1 - first].upperBound)
        }
        return marks
    }

    /// Bytes of the text that end where a character may be cut: what is left of one is left out.
    private func string(_ bytes: Range<Int>) -> String {
        var end = bytes.upperBound
        while end > bytes.lowerBound, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: UnsafeRawBufferPointer(rebasing: text[bytes.lowerBound..<end]), as: UTF8.self)
    }
}
