import GRDB
import GRDBSQLite

/// An auxiliary function of FTS5, which is called for rows of full-text queries
/// (https://www.sqlite.org/fts5.html#custom_auxiliary_functions).
final class FTS5Function {
    /// Gives what the function says of a row. The first argument, the table, is not among the arguments.
    typealias Body = (_ row: FTS5Row, _ arguments: UnsafeBufferPointer<OpaquePointer?>) throws -> FTS5Value

    private let body: Body

    private init(_ body: @escaping Body) {
        self.body = body
    }

    /// Makes a function known to a connection.
    ///
    /// - Parameters:
    ///   - name: what queries call it.
    ///   - database: the connection.
    ///   - body: what it does. What it throws is what the query fails with.
    /// - Throws: what SQLite says.
    static func add(_ name: String, to database: Database, _ body: @escaping Body) throws {
        let api = FTS5.api(database)
        let code = api.pointee.xCreateFunction(
            UnsafeMutablePointer(mutating: api),
            name,
            Unmanaged.passRetained(FTS5Function(body)).toOpaque(),
            { api, context, result, count, values in
                guard let api, let context, let function = api.pointee.xUserData(context) else { return }
                let arguments = UnsafeBufferPointer(start: values, count: values == nil ? 0 : Int(count))
                let row = FTS5Row(api: api, context: context)
                do {
                    let body = Unmanaged<FTS5Function>.fromOpaque(function).takeUnretainedValue().body
                    try body(row, arguments).give(to: result)
                } catch let error as DatabaseError {
                    sqlite3_result_error_code(result, error.extendedResultCode.rawValue)
                } catch {
                    sqlite3_result_error_code(result, SQLITE_ERROR)
                }
            },
            { function in if let function { Unmanaged<FTS5Function>.fromOpaque(function).release() } }
        )
        try FTS5Row.check(code)
    }
}

/// What an auxiliary function says of a row.
enum FTS5Value {
    case null
    case number(Double)
    case text(String)

    fileprivate func give(to result: OpaquePointer?) {
        switch self {
        case .null: sqlite3_result_null(result)
        case .number(let number): sqlite3_result_double(result, number)
        case .text(let text):
            let bytes = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(text.utf8.count, 1))
            let (_, count) = bytes.initialize(from: text.utf8.lazy.map { CChar(bitPattern: $0) })
            sqlite3_result_text(result, bytes.baseAddress, CInt(count)) { $0?.deallocate() }
        }
    }
}
