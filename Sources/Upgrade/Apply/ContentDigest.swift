import Crypto
import GRDB
import GRDBSQLite

/// A digest of the rows that a query returns, whatever their order.
///
/// Each row is hashed by SHA-256 over its values with their storage classes, and the hashes are added up, so that equal
/// digests mean equal multisets of rows.
struct ContentDigest: Equatable, Sendable {
    private(set) var rows = 0
    private var lanes: SIMD4<UInt64> = .zero

    init(of query: String, in db: Database) throws {
        let owner = try db.makeStatement(sql: query)
        try withExtendedLifetime(owner) {
            try add(rowsOf: owner.sqliteStatement, in: db, query: query)
        }
    }

    private mutating func add(rowsOf statement: SQLiteStatement, in db: Database, query: String) throws {
        defer { sqlite3_reset(statement) }
        let columns = sqlite3_column_count(statement)
        var buffer: [UInt8] = []
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else {
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage, sql: query)
            }
            buffer.removeAll(keepingCapacity: true)
            for column in 0..<columns {
                Self.append(column, of: statement, to: &buffer)
            }
            add(SHA256.hash(data: buffer))
        }
    }

    /// Hexadecimal digits, for manifests.
    var hexadecimal: String {
        (0..<4).flatMap { lane in (0..<8).map { UInt8(truncatingIfNeeded: lanes[lane] >> (56 - 8 * UInt64($0))) } }
            .hexadecimal
    }

    private mutating func add(_ hash: SHA256.Digest) {
        rows += 1
        hash.withUnsafeBytes { bytes in
            for lane in 0..<4 {
                lanes[lane] &+= bytes.loadUnaligned(fromByteOffset: lane * 8, as: UInt64.self)
            }
        }
    }

    /// Class, length and bytes, so that no two different rows have the same encoding.
    private static func append(_ column: Int32, of statement: SQLiteStatement, to buffer: inout [UInt8]) {
        let type = sqlite3_column_type(statement, column)
        buffer.append(UInt8(truncatingIfNeeded: type))
        switch type {
        case SQLITE_NULL:
            return
        case SQLITE_INTEGER:
            withUnsafeBytes(of: sqlite3_column_int64(statement, column).littleEndian) { buffer.append(contentsOf: $0) }
        case SQLITE_FLOAT:
            withUnsafeBytes(of: sqlite3_column_double(statement, column).bitPattern.littleEndian) {
                buffer.append(contentsOf: $0)
            }
        default:
            let bytes = sqlite3_column_blob(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            withUnsafeBytes(of: UInt64(count).littleEndian) { buffer.append(contentsOf: $0) }
            buffer.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        }
    }
}
