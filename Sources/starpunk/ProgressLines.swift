import Foundation
import Synchronization
import Upgrade

/// Turns the events of an upgrade into lines, and says every two seconds what a long step is at.
final class ProgressLines: Sendable {
    private struct Step {
        var title = ""
        var began = DispatchTime.now()
        var done: (Int, Int)?
        var saidAt = DispatchTime.now()
    }

    private let step = Mutex<Step?>(Step())
    private let say: @Sendable (String) -> Void

    /// - Parameter say: takes a finished line.
    init(say: @escaping @Sendable (String) -> Void) {
        self.say = say
        let watch = Thread { [weak self] in
            while let lines = self, lines.tick() { usleep(100_000) }
        }
        watch.start()
    }

    /// Takes note of an event.
    func observe(_ event: UpgradeEvent) {
        switch event {
        case .message(let line):
            say(line)
        case .step(let title):
            step.withLock { $0 = Step(title: title) }
        case .progress(let title, let done, let total):
            step.withLock { step in
                if step?.title != title { step = Step(title: title) }
                step?.done = (done, total)
            }
        }
    }

    /// No more lines from here on.
    func finish() {
        step.withLock { $0 = nil }
    }

    /// - Returns: false once there is nothing more to watch.
    private func tick() -> Bool {
        let now = DispatchTime.now()
        let (isOver, line): (Bool, String?) = step.withLock { step in
            guard let current = step else { return (true, nil) }
            guard !current.title.isEmpty, now >= current.saidAt + 2 else { return (false, nil) }
            step?.saidAt = now
            let seconds = (now.uptimeNanoseconds - current.began.uptimeNanoseconds) / 1_000_000_000
            let rows = current.done.map { ", \($0.0) of \($0.1)" } ?? ""
            return (false, "working  \(current.title) (\(seconds) s\(rows))")
        }
        if let line { say(line) }
        return !isOver
    }
}
