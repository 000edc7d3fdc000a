/// Reads a form as `multipart/form-data` (RFC 7578) from bytes that come piece by piece.
///
/// It does no more than take the body apart: nothing of a part's content is kept, and of its header only one at a time.
/// The time that it takes grows with the body's length and with nothing else.
///
/// Lines end in CR LF and in nothing else. A reader that also took a lone LF would see other parts in some bodies than
/// one that does not, and no browser or library sends such.
package struct MultipartParser: Sendable {
    /// What a piece of the body has told.
    package enum Event: Sendable, Equatable {
        /// A part begins; its bytes follow.
        case partBegan(MultipartPart)
        /// Bytes of the part; the next event may bring more.
        case bytes(ArraySlice<UInt8>)
        /// The part is complete.
        case partEnded
    }

    /// How much the parser takes.
    package struct Limits: Sendable, Equatable {
        /// How many parts.
        package var parts = 100
        /// How many bytes of a part's header, and of what stands in front of the first part.
        package var headerBytes = 16_384
        /// How many bytes of a part's content.
        package var partBytes = Int.max
        /// How many bytes in all.
        package var totalBytes = Int.max

        /// The usual limits, with none on content: the caller may know better which part may be large.
        package init() {}
    }

    private enum State {
        case preamble
        /// Behind a boundary, and behind the byte that followed it.
        case boundary(UInt8?)
        case header
        case content
        case epilogue
    }

    private let limits: Limits
    private var state = State.preamble
    private var delimiter: MultipartDelimiter
    /// The lines of the part's header so far, and the one that has no end yet.
    private var headerLines: [[UInt8]] = []
    private var line: [UInt8] = []
    /// Bytes of the preamble, of the part's header or of its content.
    private var byteCount = 0
    private var partCount = 0
    private var totalCount = 0
    private var failure: MultipartError?

    /// Starts with the parameter `boundary` of the request's content type.
    ///
    /// It may have characters that RFC 2046 does not give it: `*****` has been copied from one client to the next for
    /// years.
    package init(boundary: String, limits: Limits = Limits()) throws(MultipartError) {
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.last != UInt8(ascii: " "),
            boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw .invalidBoundary }
        self.limits = limits
        delimiter = MultipartDelimiter(boundary: boundary)
    }

    /// Takes the next piece of the body and tells what is in it. After an error, there is only the same error.
    package mutating func feed(_ bytes: ArraySlice<UInt8>) throws(MultipartError) -> [Event] {
        if let failure { throw failure }
        do throws(MultipartError) {
            return try parse(bytes)
        } catch {
            failure = error
            throw error
        }
    }

    /// Takes note that the body has ended: an error if it lacks its last boundary.
    package mutating func finish() throws(MultipartError) {
        if let failure { throw failure }
        guard case .epilogue = state else { throw .unterminated }
    }

    private mutating func parse(_ bytes: ArraySlice<UInt8>) throws(MultipartError) -> [Event] {
        try Self.add(bytes.count, to: &totalCount, limit: limits.totalBytes, orThrow: .bodyTooLong)
        var rest = bytes
        var events: [Event] = []
        while !rest.isEmpty {
            switch state {
            case .preamble: try readPreamble(&rest)
            case .boundary(let previous): try readBoundaryEnd(&rest, after: previous)
            case .header: try readHeader(&rest, &events)
            case .content: try readContent(&rest, &events)
            case .epilogue: return events
            }
        }
        return events
    }

    private mutating func readPreamble(_ rest: inout ArraySlice<UInt8>) throws(MultipartError) {
        let finding = delimiter.advance(over: &rest)
        let count = finding.held.count + finding.content.count
        try Self.add(count, to: &byteCount, limit: limits.headerBytes, orThrow: .preambleTooLong)
        if finding.isComplete { state = .boundary(nil) }
    }

    /// Reads a byte of what follows a boundary on its line: two hyphens after the last one, else perhaps white space.
    private mutating func readBoundaryEnd(
        _ rest: inout ArraySlice<UInt8>,
        after previous: UInt8?
    ) throws(MultipartError) {
        let (hyphen, space, tab) = (UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: "\t"))
        let (carriageReturn, lineFeed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        switch (previous, rest.popFirst()) {
        case (hyphen, hyphen):
            state = .epilogue
        case (nil, hyphen):
            state = .boundary(hyphen)
        case (nil, space), (nil, tab), (space, space), (space, tab):
            state = .boundary(space)
        case (nil, carriageReturn), (space, carriageReturn):
            state = .boundary(carriageReturn)
        case (carriageReturn, lineFeed):
            try Self.add(1, to: &partCount, limit: limits.parts, orThrow: .tooManyParts)
            state = .header
            byteCount = 0
        case (nil, lineFeed), (space, lineFeed):
            throw .bareLineFeed
        default:
            throw .malformedDelimiter
        }
    }

    private mutating func readHeader(
        _ rest: inout ArraySlice<UInt8>,
        _ events: inout [Event]
    ) throws(MultipartError) {
        while let byte = rest.popFirst() {
            try Self.add(1, to: &byteCount, limit: limits.headerBytes, orThrow: .headerTooLong)
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            guard line.popLast() == UInt8(ascii: "\r") else { throw .bareLineFeed }
            guard let first = line.first else {
                events.append(.partBegan(try MultipartPart(headerLines: headerLines)))
                headerLines = []
                state = .content
                byteCount = 0
                delimiter.restart()
                return
            }
            // A line that begins with white space goes on with the one before it (RFC 5322, section 2.2.3).
            if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"), !headerLines.isEmpty {
                headerLines[headerLines.count - 1] += line
            } else {
                headerLines.append(line)
            }
            line = []
        }
    }

    private mutating func readContent(
        _ rest: inout ArraySlice<UInt8>,
        _ events: inout [Event]
    ) throws(MultipartError) {
        let finding = delimiter.advance(over: &rest)
        for bytes in [finding.held, finding.content] where !bytes.isEmpty {
            try Self.add(bytes.count, to: &byteCount, limit: limits.partBytes, orThrow: .partTooLong)
            events.append(.bytes(bytes))
        }
        guard finding.isComplete else { return }
        events.append(.partEnded)
        state = .boundary(nil)
    }

    private static func add(
        _ amount: Int,
        to count: inout Int,
        limit: Int,
        orThrow error: MultipartError
    ) throws(MultipartError) {
        guard amount <= limit - count else { throw error }
        count += amount
    }
}
