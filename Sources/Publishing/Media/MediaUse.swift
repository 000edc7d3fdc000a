import Foundation
import GRDB
import IndieWeb

/// Which of some uploads the texts of a site name.
///
/// Uploads are named by the UUID of their files. So any address counts in whatever form it stands in a text: whole or from
/// the root, of a smaller copy, escaped in any way (``AddressEscapes``), or as a part of another address. Files of old releases
/// whose names hold no UUID are known by their addresses.
struct MediaUse: Sendable {
    private var uploadsByUUID: [String: Set<Int64>] = [:]
    private var uploadsByAddress: [(address: Data, id: Int64)] = []
    /// The ids of the uploads that were named so far.
    private(set) var used: Set<Int64> = []

    /// Looks for uploads of which these are the rows' ids and the paths in the media folder, smaller copies included.
    init(of files: [(id: Int64, path: String)]) {
        for (id, path) in files {
            if let uuid = Self.uuid(inPath: path) {
                uploadsByUUID[uuid, default: []].insert(id)
            } else {
                uploadsByAddress.append((Data("media/\(path)".utf8), id))
            }
        }
    }

    /// Looks for the uploads with these ids.
    init(of ids: [Int64], in db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, path FROM (
                    SELECT id, path FROM media UNION ALL SELECT media_id, path FROM media_variants
                ) WHERE id IN (SELECT value FROM json_each(?)) AND typeof(path) = 'text'
                """,
            arguments: ["[\(ids.map(String.init).joined(separator: ","))]"]
        )
        self.init(of: rows.map { ($0[0], $0[1]) })
    }

    /// Takes note of the uploads that a text names, as it stands and as it is once its escapes are undone, if it has any.
    mutating func read(_ text: some Sequence<UInt8>) {
        var bytes = Array(text)
        find(in: bytes)
        for _ in 0..<AddressEscapes.depth {
            guard let plain = AddressEscapes.undone(in: bytes) else { return }
            bytes = plain
            find(in: bytes)
        }
    }

    private mutating func find(in bytes: [UInt8]) {
        for uuid in Self.uuids(in: bytes) {
            if let ids = uploadsByUUID[uuid] { used.formUnion(ids) }
        }
        guard !uploadsByAddress.isEmpty else { return }
        let data = Data(bytes)
        for (address, id) in uploadsByAddress where !used.contains(id) {
            if data.range(of: address) != nil { used.insert(id) }
        }
    }

    /// Characters of a UUID (RFC 9562, section 4), and where its hyphens are.
    private static let (length, hyphens) = (36, [8, 13, 18, 23])

    /// The UUID that the name of a file begins with, in lower case.
    private static func uuid(inPath path: String) -> String? {
        let name = Array((path.split(separator: "/").last ?? "").utf8.prefix(length))
        return uuids(in: name).first
    }

    /// All UUIDs in a text, in lower case.
    private static func uuids(in bytes: [UInt8]) -> Set<String> {
        var found: Set<String> = []
        bytes.withUnsafeBytes { text in
            guard let start = text.baseAddress else { return }
            var index = 0
            // From hyphen to hyphen: most are of no UUID, and most texts have few.
            while index < text.count, let place = memchr(start + index, 0x2D, text.count - index) {
                let hyphen = start.distance(to: UnsafeRawPointer(place))
                index = hyphen + 1
                let first = hyphen - hyphens[0]
                guard first >= 0, first + length <= text.count else { continue }
                let candidate = text[first..<(first + length)]
                let isUUID = candidate.enumerated().allSatisfy { offset, byte in
                    hyphens.contains(offset) ? byte == 0x2D : byte.hexDigit != nil
                }
                guard isUUID else { continue }
                found.insert(String(decoding: candidate, as: UTF8.self).lowercased())
                index = first + length
            }
        }
        return found
    }
}
