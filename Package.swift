// swift-tools-version: 6.2
import PackageDescription

let algorithms = Target.Dependency.product(name: "Algorithms", package: "swift-algorithms")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
    name: "starpunk",
    products: [
        .executable(name: "starpunk", targets: ["starpunk"]),
        .library(name: "Upgrade", targets: ["Upgrade"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.4.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: ["FullFoundation"]
        ),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CCMarkGFM",
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]
        ),
        .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CWebAssets", exclude: ["assets"]),
        .target(name: "Microformats", dependencies: ["CGumbo"]),
        .target(name: "IndieWeb", dependencies: ["Microformats", crypto]),
        .target(name: "Upgrade", dependencies: [grdb, sqlite, crypto]),
        .target(
            name: "Publishing",
            dependencies: [
                "CCMarkGFM", "CZlib", "IndieWeb", "Microformats", "Upgrade", algorithms, grdb, crypto, cryptoExtras,
                heap, httpClient, logging, nio, nioHTTP, nioTLS, sqlite, subprocess,
            ],
            resources: [.embedInCode("Database/Migrations")]
        ),
        .target(
            name: "Web",
            dependencies: [
                "CWebAssets", "CZlib", "IndieWeb", "Microformats", "Publishing", httpTypes, hummingbird, lifecycle,
                logging,
                nio, nioHTTP,
            ]
        ),
        .executableTarget(
            name: "starpunk",
            dependencies: [
                "IndieWeb", "Publishing", "Upgrade", "Web", argumentParser, lifecycle, logging, nio, signals,
            ]
        ),
        // For Benchmarks/serving.py, no part of a release.
        .executableTarget(name: "BareServer", dependencies: [hummingbird, logging], path: "Benchmarks/bare"),
        .target(name: "TestSupport", dependencies: [grdb], path: "Tests/TestSupport"),
        .testTarget(name: "MicroformatsTests", dependencies: ["Microformats", "TestSupport"]),
        .testTarget(
            name: "IndieWebTests",
            dependencies: ["IndieWeb", "Microformats", "TestSupport"],
            exclude: ["Snapshots"]
        ),
        .testTarget(name: "UpgradeTests", dependencies: ["TestSupport", "Upgrade", grdb]),
        .testTarget(
            name: "PublishingTests",
            dependencies: [
                "IndieWeb", "Publishing", "TestSupport", crypto, cryptoExtras, grdb, nio, nioPosix, nioTLS,
            ]
        ),
        .testTarget(
            name: "WebTests",
            dependencies: ["CZlib", "IndieWeb", "Microformats", "TestSupport", "Web", hummingbirdTesting, lifecycle],
            exclude: ["Snapshots"]
        ),
        .testTarget(name: "EndToEndTests", dependencies: ["Microformats", "TestSupport", grdb]),
    ],
    swiftLanguageModes: [.v6]
)

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
for target in package.targets where target.type == .regular || target.type == .executable || target.type == .test {
    if !target.name.hasPrefix("C") { target.swiftSettings = settings }
}
