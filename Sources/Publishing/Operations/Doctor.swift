import Foundation
import GRDB
import Upgrade

/// Looks for everything that could go wrong on this machine. Writes nothing.
package struct Doctor: Sendable {
    let configuration: SiteConfiguration
    let folder: DataFolder

    package init(configuration: SiteConfiguration, folder: DataFolder) {
        self.configuration = configuration
        self.folder = folder
    }

    /// Runs every check; one that fails does not stop the others.
    package func examine() throws -> Examination {
        var findings: [Finding] = configuration.warnings.map {
            Finding(check: "settings", mend: "remove it", warning: $0)
        }
        if configuration.warnings.isEmpty {
            findings.append(Finding(check: "settings", fine: "the site is \(configuration.siteURL)"))
        }
        findings += checkFolder()
        let (database, state) = checkDatabase()
        findings += database
        findings += checkSQLite()
        findings += checkTimeZones()
        findings += checkImages()
        findings += checkBackups()
        if state?.isReadable == true {
            findings += checkNotes()
            findings += checkChanges()
            findings += checkMedia()
            findings += checkLeftovers()
        }
        findings += checkReplication()
        return Examination(findings: findings)
    }
}

/// What one check found.
package struct Finding: Sendable, Codable {
    /// How bad it is.
    package enum Level: String, Sendable, Codable {
        case fine
        case warning
        case failure
    }

    package let check: String
    package let level: Level
    package let found: String
    /// What to do about it, empty when nothing is to be done.
    package let mend: String
    /// The exit code that a failure stands for.
    let code: Int32

    init(check: String, fine found: String) {
        (self.check, level, self.found, mend, code) = (check, .fine, found, "", 0)
    }

    init(check: String, mend: String, warning found: String) {
        (self.check, level, self.found, self.mend, code) = (check, .warning, found, mend, 0)
    }

    init(check: String, failure error: UpgradeError) {
        (self.check, level, found, mend, code) = (check, .failure, error.found, error.next, error.kind.rawValue)
    }

    enum CodingKeys: String, CodingKey {
        case check, level, found, mend, code
    }

    /// For people.
    package var line: String {
        let mark =
            switch level {
            case .fine: "ok      "
            case .warning: "warning "
            case .failure: "FAILED  "
            }
        return "\(mark) \(check): \(found)" + (mend.isEmpty ? "" : "\n         Mend: \(mend)")
    }
}

/// What all checks found.
package struct Examination: Sendable, Codable {
    package let findings: [Finding]

    /// The code of the first failure, else 0.
    package var exitCode: Int32 { findings.first { $0.level == .failure }?.code ?? 0 }
}

extension DatabaseState {
    /// True when the rows of notes can be read.
    fileprivate var isReadable: Bool { self == .current || self == .behind || self == .adoptable }
}
