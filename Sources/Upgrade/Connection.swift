import Crypto
import Foundation
import GRDB

extension Configuration {
    /// A connection for inspecting and upgrading: no change of the journal mode, foreign keys not enforced (a rebuild
    /// drops tables, which would empty their children), and the older spellings of SQL allowed that an operator's own
    /// views and triggers may use.
    static func upgrade(readOnly: Bool = false, busyTimeout: TimeInterval = 10) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = false
        configuration.acceptsDoubleQuotedStringLiterals = true
        // After a failure of the disk a rollback may fail as well: that is for closing the connection to end, not for a trap.
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(busyTimeout)
        configuration.prepareDatabase { db in
            db.add(function: .sha256Hex)
        }
        return configuration
    }
}

extension DatabaseFunction {
    /// `sha256_hex(X)`: the lower-case hexadecimal SHA-256 of a text's UTF-8 or a blob's bytes; NULL of NULL.
    static let sha256Hex = DatabaseFunction("sha256_hex", argumentCount: 1, pure: true) { values in
        let value = values[0]
        switch value.storage {
        case .null: return nil
        case .blob(let data): return SHA256.hash(data: data).hexadecimal
        case .string(let text): return SHA256.hash(data: Data(text.utf8)).hexadecimal
        case .int64(let number): return SHA256.hash(data: Data(String(number).utf8)).hexadecimal
        case .double(let number): return SHA256.hash(data: Data(String(number).utf8)).hexadecimal
        }
    }
}
