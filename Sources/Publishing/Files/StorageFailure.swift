import Foundation
import GRDB
package import Upgrade

/// Why nothing can be stored at present: what is wrong lies with the disk, not with the request.
package struct StorageFailure: Error, Equatable {
    /// What is wrong.
    package let kind: DiskFault

    /// A failure of this kind.
    package init(_ kind: DiskFault) {
        self.kind = kind
    }

    /// What an error says about the disk; nil for one that says nothing about it.
    package init?(_ error: any Error) {
        switch error {
        case let failure as StorageFailure: self = failure
        case let error as SystemCallError: self.init(error.cause)
        case let error as DatabaseError: self.init(error.resultCode)
        case let error as CocoaError: self.init(error.code)
        default: return nil
        }
    }

    private init?(_ kind: DiskFault?) {
        guard let kind else { return nil }
        self.init(kind)
    }

    private init?(_ code: CocoaError.Code) {
        switch code {
        case .fileWriteOutOfSpace: self.init(.full)
        case .fileWriteVolumeReadOnly: self.init(.readOnly)
        case .fileWriteNoPermission: self.init(.forbidden)
        default: return nil
        }
    }

    private init?(_ code: ResultCode) {
        switch code.primaryResultCode {
        case .SQLITE_FULL: self.init(.full)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN: self.init(.forbidden)
        case .SQLITE_IOERR: self.init(.broken)
        default: return nil
        }
    }

    /// What the operator can do about it.
    package var advice: String {
        let advice = kind.advice(for: "the data folder")
        return advice.prefix(1).uppercased() + advice.dropFirst() + "."
    }
}

extension StorageFailure: CustomStringConvertible {
    /// The failure in a sentence for those who sent the request; it names no path.
    package var description: String {
        switch kind {
        case .full: "The disk of the server is full, so this could not be stored."
        case .readOnly, .forbidden: "The server may not write to its data folder, so this could not be stored."
        case .broken: "The disk of the server fails, so this could not be stored."
        }
    }
}

extension StorageFailure {
    /// Less room than this, in bytes, takes no post any more: the pages that a change writes to the log of the database.
    private static let leastRoom: UInt64 = 256 << 10

    /// What stands in the way of writing to a data folder, found without writing.
    package init?(ofDataFolder path: String) {
        var disk = statvfs()
        guard statvfs(path, &disk) == 0 else {
            self.init(SystemCallError("look at the disk of", path))
            return
        }
        if disk.f_flag & UInt(ST_RDONLY) != 0 {
            self.init(.readOnly)
        } else if UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < Self.leastRoom {
            self.init(.full)
        } else {
            return nil
        }
    }
}
