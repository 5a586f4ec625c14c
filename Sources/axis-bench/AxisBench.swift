// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisCommand

/// The load tool.
@main
struct AxisBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axis-bench",
        abstract: "Loads Axis and measures what it bears.",
        discussion: """
            `run` and `intake` end with one line: intake: N/s p50 A ms p95 B ms p99 C ms. Exit status 1 when the daemon does not hold \
            exactly what it gave receipts for.

            Examples:
              axis-bench run --axisd .build/release/axisd
              axis-bench intake --server https://localhost:8443 --ca ca.pem --cert G22.pem --key G22.key \
            --from G22 --to H24
              axis-bench vxp --axisd .build/release/axisd
            """,
        version: "axis-bench \(CommandRunner.version)",
        subcommands: [RunCommand.self, IntakeCommand.self, RegistryCommand.self, VXPCommand.self]
    )

    static func main() async {
        await CommandRunner.run(AxisBench.self)
    }
}
