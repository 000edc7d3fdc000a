import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: its scrypt key (RFC 7914) as a PHC string, `$scrypt$ln=16,r=8,p=2$SALT$KEY`.
package struct PasswordHash: Sendable, Equatable {
    /// What one guess costs.
    package struct Cost: Sendable, Equatable {
        /// The binary logarithm of N.
        let logRounds: Int
        /// r; memory is 128·N·r bytes.
        let blockSize: Int
        /// p; time grows with it, memory does not.
        let parallelism: Int

        /// 64 MiB and, on a small machine, well under a second. What can be spared of either makes stolen hashes dearer to
        /// guess from; a machine with 512 MiB must still bear it.
        package static let standard = Cost(logRounds: 16, blockSize: 8, parallelism: 1)

        /// A cost of at most 128 MiB and four times the time, so that no row of the database stops the machine; nil beyond.
        package init?(checkedLogRounds logRounds: Int, blockSize: Int, parallelism: Int) {
            guard (4...17).contains(logRounds), (1...8).contains(blockSize), (1...4).contains(parallelism) else {
                return nil
            }
            self.init(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
        }

        private init(logRounds: Int, blockSize: Int, parallelism: Int) {
            (self.logRounds, self.blockSize, self.parallelism) = (logRounds, blockSize, parallelism)
        }
    }

    /// What it took to make the key.
    package let cost: Cost
    private let salt: [UInt8]
    private let key: [UInt8]

    /// Derives the key of a password. Takes long, by intention.
    ///
    /// - Throws: `CryptoKitError` when there is not the memory for it.
    package init(of password: String, salt: [UInt8], cost: Cost) throws {
        self.cost = cost
        self.salt = salt
        key = try Self.derive(password, salt: salt, cost: cost, count: 32).withUnsafeBytes { Array($0) }
    }

    /// Whether this is the hash of a password. Takes long; the keys are compared in constant time.
    package func matches(_ password: String) throws -> Bool {
        guard !password.isEmpty else { return false }
        return try Self.derive(password, salt: salt, cost: cost, count: key.count) == SymmetricKey(data: key)
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Cost, count: Int) throws -> SymmetricKey {
        // NIST SP 800-63B, section 5.1.1.2: what keyboards type differently is one password.
        let text = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        // The library traps on an empty one.
        guard !text.isEmpty else { throw CryptoKitError.incorrectParameterSize }
        return try KDF.Scrypt.deriveKey(
            from: text,
            salt: salt,
            outputByteCount: count,
            rounds: 1 << cost.logRounds,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
    }
}

extension PasswordHash: LosslessStringConvertible {
    /// The PHC string.
    package var description: String {
        func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString().replacing("=", with: "") }
        let parameters = "ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
        return "$scrypt$\(parameters)$\(base64(salt))$\(base64(key))"
    }

    /// Reads a PHC string, or gives nil for one of another algorithm, or with costs that would stop the machine.
    package init?(_ description: String) {
        let parts = description.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let parameters = parts[2].split(separator: ",", omittingEmptySubsequences: false)
        guard parameters.count == 3 else { return nil }
        func number(_ index: Int, _ name: String) -> Int? {
            parameters[index].hasPrefix(name) ? Int(parameters[index].dropFirst(name.count)) : nil
        }
        func bytes(_ part: Substring) -> [UInt8]? {
            let padding = String(repeating: "=", count: (4 - part.utf8.count % 4) % 4)
            return Data(base64Encoded: part + padding).map { Array($0) }
        }
        guard let logRounds = number(0, "ln="), let blockSize = number(1, "r="), let parallelism = number(2, "p="),
            let cost = Cost(checkedLogRounds: logRounds, blockSize: blockSize, parallelism: parallelism),
            let salt = bytes(parts[3]), (8...64).contains(salt.count),
            let key = bytes(parts[4]), (16...64).contains(key.count)
        else { return nil }
        (self.cost, self.salt, self.key) = (cost, salt, key)
    }
}
