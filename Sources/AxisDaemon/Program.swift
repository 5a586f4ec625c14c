// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisHTTP
import AxisSignature
import AxisStoreSQLite
import CoreMetrics
import Foundation
import Logging

/// What the command `axisd` does: read the configuration, then run, check or restore.
package struct Program: Sendable {
    private let configurationFile: String?
    private let dataDirectory: String?
    private let environment: [String: String]

    /// Takes the command's words.
    package init(configurationFile: String?, dataDirectory: String?, environment: [String: String]) {
        self.configurationFile = configurationFile
        self.dataDirectory = dataDirectory
        self.environment = environment
    }

    /// Checks the configuration and the files that it names.
    ///
    /// - Throws: ``ConfigurationError`` with every fault, or the first file that can't be used.
    package func checkConfiguration() throws {
        _ = try Material(try configuration())
        print("the configuration is in order")
    }

    /// Runs the daemon until it is asked to stop.
    package func run() async throws {
        let configuration = try configuration()
        let level = configuration.logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let metrics = PrometheusFactory()
        MetricsSystem.bootstrap(metrics)
        // A peer that went away is an error of that one write, not the end of the daemon.
        signal(SIGPIPE, SIG_IGN)
        try await Daemon(
            configuration: configuration,
            configurationFile: configurationFile,
            environment: environment,
            metrics: metrics,
            logger: Logger(label: "axisd")
        ).run()
    }

    /// Restores a backup, whose signed manifest is checked first, into an empty data directory; all that was not final waits as `held: restored`.
    package func restore(from backup: String, minimumLogSize: Int64) async throws {
        let configuration = try configuration()
        let trust = try TrustList.load(configuration.trustSigning, use: .sealing)
        let manifest = try BackupManifest(verifying: backup, trust: trust)
        let held = try await SQLiteStore.restore(
            from: backup,
            to: configuration.dataDirectory,
            minimumLogSize: minimumLogSize,
            manifest: manifest.files,
            at: SystemTimer().now()
        )
        print("restored into \(configuration.dataDirectory); \(held) deliveries wait as held: restored")
    }

    private func configuration() throws(ConfigurationError) -> DaemonConfiguration {
        var configuration = try DaemonConfiguration(file: configurationFile, environment: environment)
        if let dataDirectory { configuration.dataDirectory = dataDirectory }
        return configuration
    }
}
