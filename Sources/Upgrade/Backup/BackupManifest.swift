import Crypto
import Foundation
import Glibc

/// What a backup is, written beside it as JSON.
public struct BackupManifest: Codable, Sendable {
    /// Name of the backup file, without its folder.
    public var file: String
    /// When the copy was taken, in UTC, ISO 8601.
    public var createdAt: String
    /// Why: `upgrade`, `restore` or `manual`.
    public var reason: String
    public var program: String
    public var programVersion: String
    public var sqliteVersion: String
    /// Bytes of the file.
    public var size: Int
    /// Lower-case hexadecimal SHA-256 of the file.
    public var sha256: String
    /// State and fingerprint of the schema, as `db status` tells them.
    public var state: String
    public var schema: String?
    /// The names in its ledger.
    public var migrations: [String]
    /// Rows by table.
    public var counts: [String: Int]
    /// Digest of the content by table.
    public var digests: [String: String]
    /// True when the file holds tokens or sessions that anyone who reads it can use.
    public var containsClearTextSecrets: Bool

    enum CodingKeys: String, CodingKey {
        case file, reason, program, size, sha256, state, schema, migrations, counts, digests
        case createdAt = "created_at"
        case programVersion = "program_version"
        case sqliteVersion = "sqlite_version"
        case containsClearTextSecrets = "contains_clear_text_secrets"
    }

    /// Bytes of a stable form: sorted keys, one per line.
    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    static func path(for backup: String) -> String { backup + ".json" }

    /// The manifest of a backup, nil when there is none.
    static func read(for backup: String) throws -> BackupManifest? {
        let path = path(for: backup)
        guard DatabaseFile.size(of: path) != nil else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SystemCallError("read", path, code: EIO)
        }
        do {
            return try JSONDecoder().decode(BackupManifest.self, from: data)
        } catch {
            throw UpgradeError(
                .damaged,
                "The manifest \(path) cannot be read.",
                next: "choose another backup from the list that backup list prints."
            )
        }
    }

    /// Lower-case hexadecimal SHA-256 of a file that no connection of this process has open.
    static func sha256(ofFile path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError("open", path) }
        defer { close(descriptor) }
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemCallError("read", path) }
            if count == 0 { return hash.finalize().hexadecimal }
            buffer.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
