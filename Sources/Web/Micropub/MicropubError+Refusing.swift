import Hummingbird
import IndieWeb
import NIOHTTP1
import Publishing

extension MicropubError {
    /// An error as Micropub words it; nil for one that is a fault of ours.
    init?(refusing error: any Error) {
        switch error {
        case let error as MicropubError:
            self = error
        case let error as PublishingError:
            switch error {
            case .wouldPublish: self = .insufficientScope(for: .create)
            case .tooLong, .tooLarge: self.init(.payloadTooLarge, error.description)
            case .unknownPost, .deletedPost, .changedMeanwhile, .reusedIdempotencyKey, .unknownMedia, .mediaInUse,
                .unknownCursor:
                self = .invalidRequest(error.description)
            }
        case let error as ImageRefusal:
            switch error.kind {
            case .unsupportedType, .unavailable: self.init(.unsupportedType, error.reason)
            case .tooLarge, .overLimits: self.init(.payloadTooLarge, error.reason)
            case .malformed: self = .invalidRequest(error.reason)
            }
        case is HTTPParserError:
            self = .invalidRequest("The body breaks off, or is no HTTP.")
        case NoteFileError.missing:
            self = .needingRepair("The words of this post are missing on the server.")
        case NoteFileError.unreadable:
            self = .needingRepair(
                "A file in the folder of notes cannot be read, so this cannot be done; the log says which."
            )
        default:
            if let busy = BusyDatabase(error) {
                self.init(.temporarilyUnavailable, busy.description, retryAfter: BusyDatabase.retryAfter)
            } else if let failure = StorageFailure(error) {
                self.init(.insufficientStorage, failure.description)
            } else {
                return nil
            }
        }
    }

    /// What waits for the owner, who has to mend the data folder; nobody does so within ten minutes.
    private static func needingRepair(_ description: String) -> MicropubError {
        MicropubError(.temporarilyUnavailable, description, retryAfter: 600)
    }
}
