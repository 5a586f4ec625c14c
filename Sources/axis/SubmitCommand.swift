// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Hands in a province's list of codes.",
        discussion: """
            CSV as spreadsheets write it, .xlsx, or JSON. All faults are named at once, and nothing is handed in then. \
            The same file handed in again gets the same receipt; another one replaces a list that waits.

            Examples:
              axis submit haiphong.csv --campaign cd-101 --dry-run
              axis submit haiphong.xlsx --campaign cd-101
            """
    )

    @Argument(help: "The list.")
    var file: String

    @Option(help: "The campaign.")
    var campaign: String

    @Option(help: "The province, where it is not the unit of the certificate.")
    var unit: String?

    @Flag(help: "Only checks.")
    var dryRun = false

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let bytes = try DurableFile.read(file, limit: 16 << 20)
        let isWorkbook = file.lowercased().hasSuffix(".xlsx")
        let receipt = try await connection.withClient {
            try await $0.submitList(bytes, to: campaign, unit: unit, isWorkbook: isWorkbook, dryRun: dryRun)
        }
        if output.isJSON { return try Output.say(json: receipt) }
        if let id = receipt.submissionId {
            Output.say("Handed in: \(receipt.count) of \(receipt.expected) units, \(receipt.timeliness).")
            Output.say("Received \(receipt.receivedAt), version \(receipt.version ?? 1), SHA-256 \(receipt.sha256)")
            Output.say("Follow it with its id: \(id)")
        } else {
            Output.say("Without faults: \(receipt.count) of \(receipt.expected) units. Nothing was handed in.")
        }
        for warning in receipt.warnings { Output.say(Output.plain("  line \(warning.line): \(warning.english)")) }
    }
}
