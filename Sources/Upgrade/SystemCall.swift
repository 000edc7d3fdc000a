package import Foundation
import Glibc

/// A system call that failed: which, on what, and with what `errno`.
package struct SystemCallError: Error, CustomStringConvertible {
    let call: String
    let path: String
    /// `errno`.
    package let code: Int32

    /// To be made right after the call that failed.
    package init(_ call: String, _ path: String, code: Int32 = errno) {
        self.call = call
        self.path = path
        self.code = code
    }

    /// The failure in a sentence, without its full stop.
    package var description: String { "Cannot \(call) \(path): \(String(cString: strerror(code)))" }

    /// What is wrong with the disk; nil where the call says nothing about it.
    package var cause: DiskFault? { DiskFault(code: code) }

    /// What the operator can do about it, before trying again.
    var advice: String { cause?.advice(for: path) ?? "check the disk and the path" }
}

/// Files and folders made durable, by the calls that do it (open(2), fsync(2), rename(2)).
package enum DurableFile {
    /// Writes a new file, readable by its owner alone, and syncs it unless the caller does that later. Overwrites nothing but
    /// a file of the same name.
    package static func write(_ bytes: Data, to path: String, isSynced: Bool = true) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemCallError("create", path) }
        defer { close(descriptor) }
        try append(bytes, to: descriptor, at: path)
        guard !isSynced || fsync(descriptor) == 0 else { throw SystemCallError("sync", path) }
    }

    /// Writes a file where there is none, readable by its owner alone, and syncs it. A failure leaves none.
    package static func create(_ bytes: [UInt8], at path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemCallError("create", path) }
        defer { close(descriptor) }
        do {
            try append(bytes, to: descriptor, at: path)
            guard fsync(descriptor) == 0 else { throw SystemCallError("sync", path) }
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Writes all of the bytes to an open file, which lies at the path.
    package static func append(_ bytes: some ContiguousBytes, to descriptor: Int32, at path: String) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw SystemCallError("write", path) }
                rest = rest.dropFirst(written)
            }
        }
    }

    /// Makes a file's bytes, or a folder's entries, durable, as far as the file system can: some sync no folders, and say
    /// `EINVAL`.
    package static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemCallError("sync", path) }
    }

    /// Gives a file its final name. The folder is to be synced afterwards.
    package static func rename(_ old: String, to new: String) throws {
        guard Glibc.rename(old, new) == 0 else { throw SystemCallError("rename", old) }
    }

    /// Removes a file, if it is there.
    package static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemCallError("remove", path) }
    }

    static func setPermissions(_ mode: mode_t, of path: String) throws {
        guard chmod(path, mode) == 0 else { throw SystemCallError("change the permissions of", path) }
    }

    /// Makes a folder, readable by its owner alone, unless it is there.
    package static func createFolder(_ path: String) throws {
        if mkdir(path, 0o700) == 0 {
            // What is put into it is durable only when the folder itself is.
            try sync(folder(of: path))
        } else if errno != EEXIST {
            throw SystemCallError("create the folder", path)
        }
    }

    /// Copies a file that no SQLite connection of this process has open.
    static func copy(_ source: String, to target: String) throws {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw SystemCallError("open", source) }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw SystemCallError("create", target) }
        defer { close(output) }
        while true {
            let copied = sendfile(output, input, nil, 1 << 24)
            if copied < 0, errno == EINTR { continue }
            guard copied >= 0 else { throw SystemCallError("copy", source) }
            if copied == 0 { return }
        }
    }

    /// Bytes that an unprivileged user can still write on the disk of this path, and nil when the system will not say.
    package static func freeBytes(at path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// The folder that holds this path.
    package static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
