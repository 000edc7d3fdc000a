import Glibc

/// Why a disk takes or gives nothing: what is wrong lies with it, not with what was asked.
package enum DiskFault: Sendable, Equatable {
    /// There is no room left, or the user of the program has used up theirs.
    case full
    /// It is mounted for reading alone.
    case readOnly
    /// The program may not write there.
    case forbidden
    /// It fails.
    case broken

    /// What an `errno` says about it; nil for one that says nothing.
    init?(code: Int32) {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: self = .full
        case EROFS: self = .readOnly
        case EACCES, EPERM: self = .forbidden
        case EIO: self = .broken
        default: return nil
        }
    }

    /// What the operator can do about it, as the beginning of a sentence in lower case; `place` is what lies on the disk.
    package func advice(for place: String) -> String {
        switch self {
        case .full: "free space on the disk of \(place)"
        case .readOnly: "mount the disk of \(place) for writing"
        case .forbidden: "give the user that runs this program the right to write to \(place)"
        case .broken: "look into the log of the system, and check the disk of \(place)"
        }
    }
}
