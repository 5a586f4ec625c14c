// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisDaemon
import Foundation

/// The daemon's command.
@main
struct Axisd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axisd",
        abstract: "The broker: keeps the registry of codes, verifies and seals envelopes, relays them.",
        discussion: """
            EXAMPLES
              axisd --config config/axis.yaml
              axisd --config config/axis.yaml --check-config
              AXIS_AGENCY_PORT=9443 axisd --data-dir /var/lib/axis
              axisd --restore /backup/2025-07-01 --data-dir /var/lib/axis

            Signals: SIGTERM drains and stops; SIGHUP reads certificates and trust lists again.
            """
    )

    @Option(name: .long, help: "The configuration file; the defaults alone when missing.")
    var config: String?

    @Option(name: .long, help: "The data directory; overrides `axis.data`.")
    var dataDir: String?

    @Flag(name: .long, help: "Check the configuration, name every fault with file, line and key, and end.")
    var checkConfig = false

    @Option(name: .long, help: "Restore a backup into an empty data directory, and end.")
    var restore: String?

    @Option(name: .long, help: "With --restore: refuse a backup whose evidence log has fewer leaves.")
    var minimumLogSize: Int64 = 0

    func run() async throws {
        let program = Program(
            configurationFile: config,
            dataDirectory: dataDir,
            environment: ProcessInfo.processInfo.environment
        )
        do {
            if checkConfig {
                try program.checkConfiguration()
            } else if let restore {
                try await program.restore(from: restore, minimumLogSize: minimumLogSize)
            } else {
                try await program.run()
            }
        } catch {
            FileHandle.standardError.write(Data("axisd: \(error)\n".utf8))
            throw ExitCode(1)
        }
    }
}
