import Foundation
import Hummingbird
import IndieWeb
import Publishing

/// A form that came in parts (RFC 7578): its texts in memory, its files on the disk, where they go with this value.
struct MultipartForm {
    /// How much of a form is taken.
    struct Limits {
        /// The largest texts, in bytes, all together.
        var textBytes = MicropubRequest.maximumBytes
        /// The largest body, in bytes: four of the largest files, and the texts.
        var totalBytes = 4 * MediaUpload.maximumBytes + MicropubRequest.maximumBytes
        /// The largest files, in bytes, before it is known who sends them.
        var strangerBytes = 8 << 20
        /// How many files before it is known who sends them.
        var strangerFiles = 10
        /// How many texts and files.
        var parts = 100
        /// Whether a file that is too large is left out instead of ending it all.
        var leavesOutLargeFiles = false
    }

    /// Asked before a file is received, with the texts that came before it: true for somebody who may upload, false for
    /// somebody of whom that is not known yet.
    typealias Admission = (FormURLEncoded) async throws -> Bool

    /// A part, as it was received.
    struct Part {
        /// The name of its field.
        let name: String
        /// What is in it.
        let content: Content

        /// What a part holds.
        enum Content {
            case text(String)
            case file(MediaUpload)
        }
    }

    /// The parts, in the order in which they came.
    let parts: [Part]
    /// Files that were left out, by the names that they had where they came from.
    let tooLarge: [String]

    /// The texts.
    var fields: FormURLEncoded { FormURLEncoded(parts.compactMap(\.pair)) }

    /// The files, with the names of their fields.
    var files: [(field: String, upload: MediaUpload)] {
        parts.compactMap { part in
            if case .file(let upload) = part.content { (part.name, upload) } else { nil }
        }
    }

    /// Receives a form.
    ///
    /// - Parameters:
    ///   - request: what is sent.
    ///   - boundary: what stands between its parts.
    ///   - dataPath: the data folder, where files are received.
    ///   - limits: how much is taken.
    ///   - mayUpload: who may send files.
    /// - Throws: `MultipartError`, ``MultipartForm/Fault``, and what `mayUpload` throws.
    init(
        receiving request: Request,
        boundary: String,
        dataPath: String,
        limits: Limits = Limits(),
        mayUpload: Admission
    ) async throws {
        var reader = try MultipartReader(boundary: boundary, dataPath: dataPath, limits: limits)
        for try await buffer in request.body {
            try await reader.feed(Array(buffer.readableBytesView)[...], mayUpload: mayUpload)
        }
        try reader.finish()
        parts = reader.parts
        tooLarge = reader.tooLarge
    }

    /// Why a form is not taken, beside how it is taken apart.
    enum Fault: Error, Equatable {
        /// More or larger files than a stranger may send came before it was known who sends them.
        case fileTooEarly
        /// The texts are longer than allowed.
        case fieldsTooLong
        /// A field is not UTF-8.
        case notUTF8(field: String)
        /// A field has the character U+0000.
        case nulCharacter(field: String)
    }
}

extension MultipartForm.Part {
    /// The name and the text; nil for a file.
    fileprivate var pair: FormURLEncoded.Pair? {
        if case .text(let text) = content { FormURLEncoded.Pair(name: name, value: text) } else { nil }
    }
}

/// Takes the parts one after the other.
private struct MultipartReader {
    private var parser: MultipartParser
    private let dataPath: String
    private let limits: MultipartForm.Limits
    private(set) var parts: [MultipartForm.Part] = []
    private(set) var tooLarge: [String] = []
    private var name = ""
    private var text: [UInt8] = []
    private var textBytes = 0
    /// Made for the first file.
    private var folder: UploadFolder?
    private var file: MediaUpload?
    private var isLeftOut = false
    private var isStranger = true
    private var fileBytes = 0
    private var fileCount = 0

    init(boundary: String, dataPath: String, limits: MultipartForm.Limits) throws {
        var parserLimits = MultipartParser.Limits()
        parserLimits.totalBytes = limits.totalBytes
        parserLimits.parts = limits.parts
        parser = try MultipartParser(boundary: boundary, limits: parserLimits)
        self.dataPath = dataPath
        self.limits = limits
    }

    mutating func feed(_ bytes: ArraySlice<UInt8>, mayUpload: MultipartForm.Admission) async throws {
        for event in try parser.feed(bytes) {
            switch event {
            case .partBegan(let part):
                name = part.name
                guard part.isFile else { continue }
                if isStranger { isStranger = try await !mayUpload(FormURLEncoded(parts.compactMap(\.pair))) }
                guard !isStranger || fileCount < limits.strangerFiles else { throw MultipartForm.Fault.fileTooEarly }
                file = try await newFile(part.fileName)
            case .bytes(let bytes):
                try await take(bytes)
            case .partEnded:
                try await endPart()
            }
        }
    }

    private mutating func newFile(_ name: String?) async throws -> MediaUpload {
        if let folder { return try MediaUpload(in: folder, id: UUID(), originalName: name) }
        let folder = try await UploadFolder(dataPath: dataPath, id: UUID())
        self.folder = folder
        return try MediaUpload(in: folder, id: UUID(), originalName: name)
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) async throws {
        guard let file else {
            textBytes += bytes.count
            guard textBytes <= limits.textBytes else { throw MultipartForm.Fault.fieldsTooLong }
            text += bytes
            return
        }
        fileBytes += bytes.count
        guard !isStranger || fileBytes <= limits.strangerBytes else { throw MultipartForm.Fault.fileTooEarly }
        guard !isLeftOut else { return }
        if limits.leavesOutLargeFiles, file.byteCount + bytes.count > MediaUpload.maximumBytes {
            isLeftOut = true
        } else {
            try await file.append(bytes)
        }
    }

    private mutating func endPart() async throws {
        defer { (text, file, isLeftOut) = ([], nil, false) }
        if let file {
            if isLeftOut {
                tooLarge.append(file.originalName)
            } else if !(file.byteCount == 0 && file.originalName.isEmpty) {
                // A browser sends a file field that nobody filled as a file without name and content.
                try await file.finish()
                parts.append(MultipartForm.Part(name: name, content: .file(file)))
                fileCount += 1
            }
            return
        }
        let field = String(name.prefix(64))
        guard let value = String(validating: text, as: UTF8.self) else {
            throw MultipartForm.Fault.notUTF8(field: field)
        }
        guard !value.utf8.contains(0) else { throw MultipartForm.Fault.nulCharacter(field: field) }
        parts.append(MultipartForm.Part(name: name, content: .text(value)))
    }

    mutating func finish() throws { try parser.finish() }
}
