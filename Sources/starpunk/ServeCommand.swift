import ArgumentParser
import Foundation
import Logging
import NIOCore
import Publishing
import ServiceLifecycle
import Synchronization
import UnixSignals
import Upgrade
import Web

/// `starpunk serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Upgrade the database if it must be, then serve the site."
    )

    @OptionGroup var site: SiteOptions
    @Option(help: "Address to listen on (default: HOST, else 127.0.0.1).") var host: String?
    @Option(help: "Port to listen on (default: PORT, else 8000).") var port: String?

    func run() async throws {
        do {
            try await serve()
        } catch {
            throw try Terminal.report(error)
        }
    }

    private func serve() async throws {
        OpenFiles.raiseLimit()
        // As many event loops as processors that it may use: two on one would hold it in turn, for milliseconds each.
        NIOSingletons.groupLoopCountSuggestion = Processors.allowed
        var overrides: [String: String] = [:]
        overrides["HOST"] = host
        overrides["PORT"] = port
        let configuration = try site.configuration(overrides: overrides)
        let log = LogOutput(format: configuration.logFormat, now: { Date() })
        defer { log.flush() }
        LoggingSystem.bootstrap { LogLines(label: $0, configuration: configuration, output: log) }
        let logger = Logger(label: "starpunk")
        for warning in configuration.warnings { logger.warning("\(warning)") }

        let isRecording = logger.logLevel <= .info
        let gate = UpgradeGate(version: ProgramVersion.current) { if isRecording { log.record($0) } }
        let (bound, continuation) = AsyncStream<Int>.makeStream()
        let server = WebApplication.server(
            gate: gate,
            host: configuration.host,
            port: configuration.port,
            logger: Logger(label: "web"),
            onServerRunning: { continuation.yield($0) }
        )
        let takeover = Takeover(
            configuration: configuration,
            folder: try DataFolder(configuration: configuration, version: ProgramVersion.current, now: { Date() }),
            gate: gate,
            bound: bound,
            logger: logger
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                // They stop in reverse order: the database is closed when the last request has been answered.
                services: [
                    .init(service: takeover, failureTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: server),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "lifecycle")
            )
        )
        do {
            try await group.run()
        } catch let error as SocketAddressError.UnknownHost {
            throw Self.unusable(configuration, error.errorDescription)
        } catch let error where error is IOError || error is SocketAddressError {
            throw Self.unusable(configuration, "\(error)")
        }
    }

    private static func unusable(_ configuration: SiteConfiguration, _ reason: String) -> UpgradeError {
        UpgradeError(
            .inputOutput,
            "Cannot listen on \(configuration.host), port \(configuration.port): \(reason).",
            next: "choose another address or port (--host, --port, HOST, PORT), or stop the program that uses this one."
        )
    }
}

/// Brings the data folder up to date once the port is bound, opens the gate, and keeps the folder marked as being served.
private struct Takeover: Service {
    let configuration: SiteConfiguration
    let folder: DataFolder
    let gate: UpgradeGate
    let bound: AsyncStream<Int>
    let logger: Logger

    func run() async throws {
        var port: Int?
        for await number in bound {
            port = number
            break
        }
        guard let port else { return }
        let stop = StopFlag()
        let prepared = try await withGracefulShutdownHandler {
            try await onThread { try prepare(until: stop) }
        } onGracefulShutdown: {
            stop.raise()
        }
        // Told to stop while another process was at work on the database: there is nothing to serve.
        guard let (report, serving) = prepared else { return }
        let database = try openDatabase()
        let publisher = try folder.publisher(of: database, logger: Logger(label: "publisher"))
        let isRecovered = try stores("What a stop interrupted will be finished later") { try publisher.recover() }
        var random = SystemRandomNumberGenerator()
        let identity = try folder.identity(of: database, random: &random)
        gate.open(
            WebApplication(
                site: Site(configuration: configuration, reader: database.reader, now: folder.now),
                publisher: publisher,
                identity: identity,
                care: DatabaseCare(folder: folder, reader: database.reader) { words in
                    // The file that runs, also when another has taken its name meanwhile.
                    try await CommandOutcome.running("/proc/self/exe", words)
                },
                version: ProgramVersion.current
            )
        )
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        logger.info("serving  http://\(host):\(port)/ as \(configuration.siteURL)")
        if !report.applied.isEmpty {
            let inventory = try? await database.inventory(dataPath: folder.path)
            for line in UpgradeWords.lines(on: report, inventory: inventory) { logger.notice("\(line)") }
        }
        if configuration.authProvider == .builtin, try await identity.isNew() {
            try stores("No address for signing in could be made") {
                // Not by the folder: to look at the file in this process again would take its locks away.
                let link = try identity.makeLoginLink(siteURL: configuration.siteURL, random: &random)
                Terminal.say(
                    "Nobody has signed in here yet. To do so, open this once, within ten minutes:\n\(link)"
                )
            }
        }
        let housekeeping = Housekeeping(
            publisher: publisher,
            isRecovered: isRecovered,
            access: identity.sweep,
            logger: Logger(label: "housekeeping"),
            now: folder.now
        )
        try await cancelWhenGracefulShutdown {
            async let profiles: Void = identity.profiles.run { logger.info("the owner's profile: \($0)") }
            async let tickets: Void? = identity.ticketing?.run { logger.info("\($0)") }
            try await housekeeping.run()
            await profiles
            await tickets
        }
        try stores("What is in the log of the database stays there") {
            try publisher.close()
            try database.close()
        }
        withExtendedLifetime(serving) {}
    }

    /// Opens the database, which needs a little room beside it, or files that an earlier process has left there.
    private func openDatabase() throws -> SiteDatabase {
        do {
            return try SiteDatabase(path: folder.database.path)
        } catch {
            guard let failure = folder.cause(of: error) else { throw error }
            throw UpgradeError(
                .inputOutput,
                "The database \(folder.database.path) cannot be opened: \(error).",
                next: "\(failure.advice) Then: starpunk serve"
            )
        }
    }

    /// Writes what can wait. A disk that takes nothing at present keeps nobody from reading the site.
    ///
    /// - Parameters:
    ///   - consequence: what it means that it could not be written, for the log.
    ///   - work: writes it.
    /// - Returns: whether it was written.
    /// - Throws: what has nothing to do with the disk.
    @discardableResult
    private func stores(_ consequence: String, _ work: () throws -> Void) throws -> Bool {
        do {
            try work()
            return true
        } catch {
            guard let failure = folder.cause(of: error) else { throw error }
            logger.error("\(consequence): \(error). \(failure.advice)")
            return false
        }
    }

    private func prepare(until stop: StopFlag) throws -> (report: UpgradeReport, serving: ProcessLock)? {
        let lines = ProgressLines { logger.notice("\($0)") }
        defer { lines.finish() }
        do {
            return try folder.prepareForServing(
                mayUpgrade: configuration.autoUpgrade,
                isCancelled: { stop.isRaised },
                observe: { lines.observe($0) }
            )
        } catch is CancellationError {
            return nil
        }
    }

    /// An upgrade blocks for as long as it takes; the few threads that serve requests must not wait for it.
    private func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result(catching: work))
            }
        }
    }
}

/// Raised once, by whoever wants a thread to stop waiting.
private final class StopFlag: Sendable {
    private let flag = Mutex(false)

    var isRaised: Bool { flag.withLock { $0 } }

    func raise() { flag.withLock { $0 = true } }
}
