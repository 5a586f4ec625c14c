// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisCommand

/// The administrators' command.
@main
struct AxisControl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axisctl",
        abstract: "Administers Axis, the document-interconnection broker.",
        discussion: """
            Every command talks to a running axisd, over its Unix socket (--socket, AXIS_SOCKET) or over HTTPS with an \
            administrator's certificate (--server, --cert, --key, --ca). Exit status: 0 done, 1 refused or failed, \
            64 wrong usage.

            Examples:
              axisctl admin add an.nguyen --role registrar --role operator --uid 1000
              axisctl unit add H24.12 --name "Sở Nội vụ" --kind sở --parent H24
              axisctl cert add H24.12 h24-12.pem --use both
              axisctl queue show H24.12
            """,
        version: "axisctl \(CommandRunner.version)",
        subcommands: [
            PKICommand.self, AdminCommand.self, UnitCommand.self, CertCommand.self, GrantCommand.self,
            ClientCommand.self, AgencyRequestCommand.self, EndpointCommand.self, CampaignCommand.self,
            SubmissionCommand.self, DrillCommand.self, QueueCommand.self, EnvelopeCommand.self, ReportCommand.self,
            AuditCommand.self, BackupCommand.self, CheckStoreCommand.self, DoctorCommand.self,
        ]
    )

    static func main() async {
        await CommandRunner.run(AxisControl.self)
    }
}
