import Foundation
import Glibc

/// A folder that gives out the files within it and none outside, whatever path it is asked for.
struct ContainedFolder: Sendable {
    /// The folder as named by the operator.
    let path: String

    /// The real path of a regular file within the folder, or nil.
    ///
    /// `..` never leaves the folder, and neither does a symbolic link: what counts is where the path really ends.
    func file(at relativePath: String) -> String? {
        guard !relativePath.utf8.contains(0), let root = Self.realPath(path),
            let file = Self.realPath("\(path)/\(relativePath)"),
            file.utf8.starts(with: "\(root)/".utf8), Self.isRegularFile(file)
        else { return nil }
        return file
    }

    /// Path and bytes of the regular file at a path within the folder, nil when there is none or it cannot be read.
    ///
    /// Where an open file really lies is asked of the system once it is open. That costs a fraction of resolving its path
    /// name by name, and nobody can change the answer in between. `root` is the real path of this folder.
    func contents(at relativePath: String, root: String) -> (path: String, bytes: [UInt8])? {
        guard !relativePath.utf8.contains(0) else { return nil }
        guard let descriptor = try? WholeFile.open("\(path)/\(relativePath)") else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let file = Self.target(ofLink: "/proc/self/fd/\(descriptor)"), file.utf8.starts(with: "\(root)/".utf8),
            let bytes = try? WholeFile.rest(of: descriptor, at: file, expecting: Int(status.st_size))
        else { return nil }
        return (file, bytes)
    }

    /// Where a folder really is.
    struct Place {
        let path: String
        /// The disk that holds it.
        let device: dev_t

        /// Whether another place is this one or within it.
        func contains(_ other: Place) -> Bool { other.path == path || other.path.utf8.starts(with: "\(path)/".utf8) }
    }

    /// Where the folder really is, nil when it is not there.
    var place: Place? {
        var status = stat()
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            // One that may be written to and not be listed.
            guard let path = Self.realPath(path), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                return nil
            }
            return Place(path: path, device: status.st_dev)
        }
        defer { close(descriptor) }
        guard fstat(descriptor, &status) == 0, let path = Self.target(ofLink: "/proc/self/fd/\(descriptor)") else {
            return nil
        }
        return Place(path: path, device: status.st_dev)
    }

    /// The real path of the folder, nil when it is not there.
    var root: String? { place?.path }

    private static func target(ofLink link: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(link, start, buffer.count)
            guard count > 0, count < buffer.count else { return nil }
            return String(decoding: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self)
        }
    }

    /// The path within the folder, if the system cannot even say whether something is there; nil if it can.
    func obstacle(at relativePath: String) -> String? {
        let file = "\(path)/\(relativePath)"
        var status = stat()
        guard !relativePath.isEmpty, stat(file, &status) != 0, ![ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno) else {
            return nil
        }
        return file
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
