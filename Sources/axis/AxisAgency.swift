// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisCommand

/// The agencies' command.
@main
struct AxisAgency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axis",
        abstract: "Sends and receives official documents over Axis, and keeps the proofs.",
        discussion: """
            Connects with the agency's certificate: --server, --ca, --cert, --key, or AXIS_SERVER, AXIS_CA, AXIS_CERT, \
            AXIS_KEY in the environment. Exit status: 0 done, 1 refused or failed, 64 wrong usage.

            Examples:
              axis send "công văn.pdf" --from G22 --to H24 H24.12 --number 7816 --notation VPCP-TTĐT \
            --place "Hà Nội" --subject "V/v kết nối, liên thông"
              axis inbox
              axis fetch 0190e0c2-1111-7000-8000-000000000000 -o ./received
              axis ack 0190e0c2-1111-7000-8000-000000000000
              axis status 0190e0c2-1111-7000-8000-000000000000 03
              axis verify receipt.json --ca sealing-ca.pem
            """,
        version: "axis \(CommandRunner.version)",
        subcommands: [
            SendCommand.self, SentCommand.self, InboxCommand.self, ClaimCommand.self, FetchCommand.self,
            AckCommand.self, StatusCommand.self, ListenCommand.self, TraceCommand.self, ResendCommand.self,
            ReceiptCommand.self, VerifyCommand.self, SubmitCommand.self, DeclareCommand.self,
        ]
    )

    static func main() async {
        await CommandRunner.run(AxisAgency.self)
    }
}
