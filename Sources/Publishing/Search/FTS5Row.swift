import GRDB
import GRDBSQLite

/// The row of a full-text query that an auxiliary function is called for, and the query itself
/// (https://www.sqlite.org/fts5.html#custom_auxiliary_functions).
struct FTS5Row {
    private let api: UnsafePointer<Fts5ExtensionApi>
    private let context: OpaquePointer

    init(api: UnsafePointer<Fts5ExtensionApi>, context: OpaquePointer) {
        self.api = api
        self.context = context
    }

    /// How many columns the table has.
    var columns: Int { Int(api.pointee.xColumnCount(context)) }

    /// How many phrases the query has.
    var phrases: Int { Int(api.pointee.xPhraseCount(context)) }

    /// Which row it is.
    var id: Int64 { api.pointee.xRowid(context) }

    /// How many rows the table has.
    func rows() throws(DatabaseError) -> Int64 {
        var count: Int64 = 0
        try Self.check(api.pointee.xRowCount(context, &count))
        return count
    }

    /// How many rows of the table have a phrase of the query.
    func rows(with phrase: Int) throws(DatabaseError) -> Int {
        var count = 0
        let code = api.pointee.xQueryPhrase(context, CInt(phrase), &count) { _, _, count in
            count?.assumingMemoryBound(to: Int.self).pointee += 1
            return SQLITE_OK
        }
        try Self.check(code)
        return count
    }

    /// How many words all rows of the table have.
    func words() throws(DatabaseError) -> Int64 {
        var count: Int64 = 0
        try Self.check(api.pointee.xColumnTotalSize(context, -1, &count))
        return count
    }

    /// How many words this row has.
    func length() throws(DatabaseError) -> Int {
        var count: CInt = 0
        try Self.check(api.pointee.xColumnSize(context, -1, &count))
        return Int(count)
    }

    /// How many words a phrase of the query has.
    func length(of phrase: Int) -> Int { Int(api.pointee.xPhraseSize(context, CInt(phrase))) }

    /// What a column of this row says, in UTF-8; it is there as long as the function runs that was called for the row.
    func text(of column: Int) throws(DatabaseError) -> UnsafeRawBufferPointer {
        var (start, count): (UnsafePointer<CChar>?, CInt) = (nil, 0)
        try Self.check(api.pointee.xColumnText(context, CInt(column), &start, &count))
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count))
    }

    /// Where words of a text are: the bytes of each, in order, fewer where the text has not so many. Nothing is read of what
    /// comes behind them.
    ///
    /// - Parameters:
    ///   - numbers: which words, counted from 0.
    ///   - text: the text, in UTF-8.
    /// - Returns: the bytes, counted from the beginning of the text.
    /// - Throws: what SQLite says.
    func words(_ numbers: ClosedRange<Int>, of text: UnsafeRawBufferPointer) throws(DatabaseError) -> [Range<Int>] {
        var words = WordsOfText(numbers: numbers)
        let characters = text.assumingMemoryBound(to: CChar.self)
        let code = withUnsafeMutablePointer(to: &words) { words in
            api.pointee.xTokenize(context, characters.baseAddress, CInt(characters.count), words) {
                words,
                flags,
                _,
                _,
                start,
                end in
                guard let words = words?.assumingMemoryBound(to: WordsOfText.self) else { return SQLITE_MISUSE }
                // A word may have synonyms, which stand in the same place.
                if flags & FTS5_TOKEN_COLOCATED != 0 { return SQLITE_OK }
                return words.pointee.take(Int(start)..<Int(end)) ? SQLITE_OK : SQLITE_DONE
            }
        }
        if code != SQLITE_DONE { try Self.check(code) }
        return words.bytes
    }

    /// Where this row has a phrase of the query.
    func places(of phrase: Int) throws(DatabaseError) -> FTS5Places {
        var position = Fts5PhraseIter()
        var (column, place): (CInt, CInt) = (-1, -1)
        try Self.check(api.pointee.xPhraseFirst(context, CInt(phrase), &position, &column, &place))
        return FTS5Places(api: api, context: context, position: position, column: column, place: place)
    }

    /// What an auxiliary function of one kind keeps for the rows of a query; made for the first of them.
    func kept<Kept: AnyObject>(_ make: () throws -> Kept) throws -> Kept {
        if let kept = api.pointee.xGetAuxdata(context, 0) {
            return Unmanaged<Kept>.fromOpaque(kept).takeUnretainedValue()
        }
        let kept = try make()
        // Where it fails, SQLite lets go of what it was given.
        let code = api.pointee.xSetAuxdata(context, Unmanaged.passRetained(kept).toOpaque()) { kept in
            if let kept { Unmanaged<AnyObject>.fromOpaque(kept).release() }
        }
        try Self.check(code)
        return kept
    }

    /// Throws what SQLite answers, unless it is that all is well.
    static func check(_ code: CInt) throws(DatabaseError) {
        if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}

/// Some words of a text that is read word by word.
private struct WordsOfText {
    let numbers: ClosedRange<Int>
    private(set) var bytes: [Range<Int>] = []
    private var next = 0

    init(numbers: ClosedRange<Int>) {
        self.numbers = numbers
    }

    /// Takes the next word where it is one of them. Says whether more are to come.
    mutating func take(_ word: Range<Int>) -> Bool {
        if numbers.contains(next) { bytes.append(word) }
        next += 1
        return next <= numbers.upperBound
    }
}

/// Where a row has a phrase: in which column, and behind how many words of it, in order; as the index says, unchecked.
struct FTS5Places: IteratorProtocol {
    fileprivate let api: UnsafePointer<Fts5ExtensionApi>
    fileprivate let context: OpaquePointer
    fileprivate var position: Fts5PhraseIter
    fileprivate var column: CInt
    fileprivate var place: CInt

    mutating func next() -> (column: Int, place: Int)? {
        guard column >= 0 else { return nil }
        defer { api.pointee.xPhraseNext(context, &position, &column, &place) }
        return (Int(column), Int(place))
    }
}
