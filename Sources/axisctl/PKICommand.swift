// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisCommand
import AxisModel
import AxisSignature

struct PKICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pki",
        abstract: "Makes throw-away certificates for development.",
        subcommands: [InitDev.self]
    )

    struct InitDev: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init-dev",
            abstract: "Makes a development authority with server, sealing, administrator and agency certificates.",
            discussion: """
                The directory must be new or empty. It gets ca.pem, ca.key, ca.crl; server, sealing, axis-client and \
                admin, each as .pem and .key; and agency/CODE.pem and agency/CODE.key for each unit. Never for public \
                duty.

                Examples:
                  axisctl pki init-dev ./dev-pki --units G22 H24 H24.12
                  axisctl pki init-dev ./dev-pki --units "G22=Văn phòng Chính phủ" --host axis.test
                """
        )

        @Argument(help: "The directory to write into.")
        var directory: String

        @Option(
            parsing: .upToNextOption,
            help: ArgumentHelp("Units that get a certificate, each with an optional name.", valueName: "code[=name]")
        )
        var units: [String] = []

        @Option(name: .customLong("host"), help: "A host name of the server, besides localhost.")
        var hosts: [String] = []

        @Option(name: .customLong("address"), help: "An address of the server, besides 127.0.0.1 and ::1.")
        var addresses: [String] = []

        func run() async throws {
            let units = units.flatMap { $0.split(separator: ",") }.map { text in
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                return DevelopmentPKI.Unit(code: parts[0], name: parts.count > 1 ? parts[1] : parts[0])
            }
            do throws(SignatureError) {
                try DevelopmentPKI.write(
                    to: directory,
                    units: units,
                    hostNames: ["localhost"] + hosts,
                    addresses: ["127.0.0.1", "::1"] + addresses,
                    now: SystemClock().now().seconds
                )
            } catch {
                throw CommandFailure(error.english)
            }
            let agencies = units.isEmpty ? "" : ", and \(units.count) agency certificates"
            Output.say(
                "Made a development authority in \(directory): ca, server, sealing, axis-client, admin\(agencies)."
            )
        }
    }
}
