import Foundation
import Upgrade

/// What a look at the files of all posts leaves for the next one, so that it need not read them all again.
///
/// A file that was written, or came to its name, since then has a new time, which nobody sets but the system. Not so one whose
/// folder was replaced by another: so the folders are remembered, too. Their own times would tell less, for they change with
/// every post.
package struct SeenFiles: Sendable {
    /// When the look began, nil before the first.
    var began: Date?
    /// What lay at the paths of the folders then; one that no file was found in is not among them.
    private var folders: [String: FileStatus.Identity] = [:]

    /// Nothing seen so far.
    package init() {}

    /// The beginning of another look.
    init(at time: Date) { began = time }

    /// Whether the file at a real path has been as it is since an earlier look, for which its folder must be the same. A folder
    /// is looked at before its first file is: if another takes its place after that, the next look finds it.
    mutating func isUnchanged(_ path: String, since earlier: SeenFiles) -> Bool {
        let folder = DurableFile.folder(of: path)
        if folders[folder] == nil { folders[folder] = FileStatus(of: folder)?.identity }
        guard let identity = folders[folder], identity == earlier.folders[folder], let began = earlier.began,
            let file = FileStatus(of: path)
        else { return false }
        return file.changed < began.addingTimeInterval(-Self.slack)
    }

    /// How far the clocks of file systems may lag behind, or be coarse, in seconds.
    private static let slack: TimeInterval = 60
}
