// swift-tools-version: 6.2
// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// Settings of every Swift target.
let settings: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let metricsTestKit: Target.Dependency = .product(name: "MetricsTestKit", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

/// SwiftNIO's products, by name.
func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }

/// A room of the house: a target in `Sources` with the settings above.
func room(_ name: String, on dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// A room's tests, in `Tests/<name>Tests`; what several rooms' tests use is in `Tests/Support`. Vectors are files that
/// tests read by path.
func tests(of name: String, with dependencies: [Target.Dependency] = [], vectors: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name), "AxisTestSupport"] + dependencies,
        exclude: vectors,
        swiftSettings: settings
    )
}

/// A command: composition only.
func command(_ name: String, on dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "axis",
    products: [
        .executable(name: "axisd", targets: ["axisd"]),
        .executable(name: "axisctl", targets: ["axisctl"]),
        .executable(name: "axis", targets: ["axis"]),
        .executable(name: "axis-bench", targets: ["axis-bench"]),
        .library(name: "AxisClient", targets: ["AxisClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: C libraries (Debian's -dev packages)
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CXMLSec", pkgConfig: "xmlsec1-openssl", providers: [.apt(["libxmlsec1-dev"])]),
        .systemLibrary(name: "CTimex"),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

        // MARK: Rooms, ground floor first; arrows point down only
        room("AxisModel"),
        room("AxisXML", on: ["CXMLSec"]),
        room("AxisEnvelope", on: ["AxisModel", "AxisXML", "CZip"]),
        room("AxisSignature", on: ["AxisModel", "AxisXML", "COpenSSL", "CXMLSec"]),
        room("AxisRegistry", on: ["AxisModel"]),
        room("AxisLists", on: ["AxisModel", "AxisXML", "CZip", "AxisRegistry"]),
        room("AxisScheduling", on: ["AxisModel", collections]),
        room("AxisEvidence", on: ["AxisModel", "AxisSignature"]),
        room("AxisVXP", on: ["AxisModel"]),
        room("AxisStore", on: ["AxisModel", "AxisRegistry"]),
        room("AxisStoreMemory", on: ["AxisModel", "AxisRegistry", "AxisStore"]),
        room(
            "AxisStoreSQLite",
            on: ["AxisModel", "AxisSignature", "AxisRegistry", "AxisEvidence", "AxisStore", grdb, grdbSQLite, logging]
        ),
        room("AxisTransfer", on: ["CCurl"]),
        room(
            "AxisBroker",
            on: [
                "AxisModel", "AxisXML", "AxisEnvelope", "AxisSignature", "AxisRegistry", "AxisLists", "AxisScheduling",
                "AxisEvidence", "AxisVXP", "AxisStore", "AxisTransfer", logging, metrics, coreMetrics, lifecycle,
            ]
        ),
        room(
            "AxisHTTP",
            on: [
                "AxisModel", "AxisVXP", "AxisRegistry", "AxisEnvelope", "AxisSignature", "AxisStore", "AxisBroker",
                hummingbird, hummingbirdCore, logging, metrics, coreMetrics, lifecycle, httpTypes,
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOFoundationCompat"), nio("NIOTLS"), nioSSL,
                nioHTTPTypes, nioHTTPTypesHTTP1,
            ]
        ),
        room(
            "AxisDaemon",
            on: [
                "AxisModel", "AxisRegistry", "AxisEnvelope", "AxisSignature", "AxisEvidence", "AxisStore",
                "AxisStoreSQLite", "AxisTransfer", "AxisBroker", "AxisHTTP",
                "AxisScheduling", "CTimex", configuration, yams, logging, metrics, coreMetrics, lifecycle, unixSignals,
                nio("NIOCore"),
            ]
        ),
        room(
            "AxisClient",
            on: ["AxisModel", "AxisXML", "AxisEnvelope", "AxisSignature", "AxisEvidence", "AxisTransfer"]
        ),
        room("AxisCommand", on: ["AxisModel", "AxisClient", arguments]),

        // MARK: Commands: composition only
        command("axisd", on: ["AxisDaemon", arguments]),
        command("axisctl", on: ["AxisModel", "AxisSignature", "AxisClient", "AxisCommand", arguments]),
        command(
            "axis",
            on: [
                "AxisModel", "AxisEnvelope", "AxisSignature", "AxisEvidence", "AxisClient", "AxisCommand", arguments,
                nio("NIOCore"), nio("NIOHTTP1"), nio("NIOPosix"), nioSSL,
            ]
        ),
        command(
            "axis-bench",
            on: [
                "AxisModel", "AxisEnvelope", "AxisSignature", "AxisRegistry", "AxisEvidence", "AxisTransfer",
                "AxisStore",
                "AxisStoreSQLite", "AxisBroker", "AxisClient", "AxisCommand", arguments, logging,
            ]
        ),

        // MARK: Tests
        .target(name: "AxisTestSupport", dependencies: ["AxisModel"], path: "Tests/Support", swiftSettings: settings),
        tests(of: "AxisModel", vectors: ["Vectors"]),
        tests(of: "AxisXML", vectors: ["Vectors"]),
        tests(of: "AxisEnvelope", vectors: ["Vectors"]),
        tests(of: "AxisSignature", with: ["AxisXML"], vectors: ["Oracles", "Vectors"]),
        tests(of: "AxisRegistry"),
        tests(of: "AxisLists", with: ["AxisRegistry"], vectors: ["Vectors"]),
        tests(of: "AxisScheduling"),
        tests(of: "AxisEvidence"),
        tests(of: "AxisVXP", with: ["AxisSignature"], vectors: ["Vectors"]),
        tests(
            of: "AxisStore",
            with: ["AxisBroker", "AxisEvidence", "AxisSignature", "AxisStoreMemory", "AxisStoreSQLite"]
        ),
        tests(of: "AxisTransfer"),
        tests(of: "AxisBroker", with: [metricsTestKit, "AxisStoreMemory"]),
        tests(of: "AxisHTTP", with: ["AxisStoreMemory"]),
        tests(of: "AxisClient"),
        tests(of: "AxisCommand", with: ["axis", "axisctl", "axis-bench"]),
        tests(of: "AxisDaemon"),
        .testTarget(
            name: "AxisIntegrationTests",
            dependencies: [
                "AxisTestSupport", "AxisModel", "AxisEvidence", "AxisSignature", "AxisClient", "AxisCommand", "axisd",
                "axisctl", "axis",
            ],
            exclude: ["Support/push_receiver.py", "Support/vxp.py", "Support/wire.py"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
