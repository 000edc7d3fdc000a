import Foundation
import Glibc
import Upgrade

/// The file in which a site keeps its session secret when the settings give none: `session_secret` in the data folder,
/// readable by its owner alone.
package struct SessionSecretFile: Sendable {
    /// A file that is there and holds no secret.
    package struct Damage: Error, CustomStringConvertible {
        let path: String

        /// A sentence for the operator, with the mend.
        package var description: String {
            "\(path) holds no session secret. Remove it, and the next start makes a new one; open forms must be reloaded then."
        }
    }

    private let path: String

    /// The file of a data folder, which must be there.
    package init(dataPath: String) {
        path = "\(dataPath)/session_secret"
    }

    /// Reads the secret, or makes one. Of several processes that start at once, one makes it and all have the same.
    ///
    /// - Throws: `SystemCallError`, or ``Damage``.
    package func load(random: inout some RandomNumberGenerator) throws -> SessionSecret {
        if let text = try read() { return SessionSecret(text) }
        let staged = "\(path).\(Secret.token(from: &random))"
        try DurableFile.write(Data(Secret.token(from: &random).utf8), to: staged)
        defer { try? DurableFile.remove(staged) }
        // Unlike rename(2), link(2) fails where another process was first.
        if link(staged, path) != 0, errno != EEXIST { throw SystemCallError("create", path) }
        try DurableFile.sync(DurableFile.folder(of: path))
        guard let text = try read() else { throw Damage(path: path) }
        return SessionSecret(text)
    }

    private func read() throws -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemCallError("open", path)
        }
        defer { close(descriptor) }
        // A copy of the folder may have lost the mode.
        guard fchmod(descriptor, 0o600) == 0 || errno == EROFS else {
            throw SystemCallError("change the permissions of", path)
        }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else { throw SystemCallError("read", path) }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard Base64URL.decode(text)?.count == 32 else { throw Damage(path: path) }
        return text
    }
}
