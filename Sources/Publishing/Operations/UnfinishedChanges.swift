import GRDB
import Glibc
import Upgrade

/// Changes of files that are committed and have not been finished, although there was time for it: the process that made
/// them has died, or something is in their way.
struct UnfinishedChanges {
    let count: Int
    /// The path of one of the files, relative to the data folder.
    let path: String

    /// What it says of them, in words.
    var description: String {
        count == 1
            ? "1 change was interrupted, that of \(path)"
            : "\(count) changes were interrupted, such as that of \(path)"
    }
}

extension DataFolder {
    /// Changes that stay on the list of ``FileChanges``; nil for none. A server takes its own off within about a second, for
    /// which this waits where there are any.
    func unfinishedChanges() throws -> UnfinishedChanges? {
        var paths = try history.read(database, FileChanges.paths)
        // Each pause is twice as long as the one before: three seconds in all.
        for look in 0..<Self.looksAtChanges where !paths.isEmpty {
            usleep(Self.firstPause << look)
            let present = try history.read(database, FileChanges.paths)
            paths = paths.filter { present[$0.key] != nil }
        }
        return paths.min { $0.key < $1.key }.map { UnfinishedChanges(count: paths.count, path: $0.value) }
    }

    private static let looksAtChanges = 6
    /// Microseconds.
    private static let firstPause: UInt32 = 50_000
}
