// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct DeclareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "declare",
        abstract: "Declares an indicator of a campaign that Axis can't measure.",
        discussion: """
            The board shows it as declared, with who and when. A later declaration takes its place.

            Examples:
              axis declare hotline-open --campaign cd-101
              axis declare portal-closed --campaign cd-101 --not-met --note "đến 18:00"
            """
    )

    @Argument(help: "The indicator, e.g. portal-closed, staff-trained, hotline-open.")
    var indicator: Indicator

    @Option(help: "The campaign.")
    var campaign: String

    @Option(help: "The province, where it is not the unit of the certificate.")
    var unit: String?

    @Flag(help: "It is not met.")
    var notMet = false

    @Option(help: "A word more.")
    var note: String?

    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = IndicatorDeclareRequest(indicator: indicator, unit: unit, met: !notMet, note: note)
        let row = try await connection.withClient { try await $0.declare(request, in: campaign) }
        if output.isJSON { return try Output.say(json: row) }
        let word = notMet ? "not met" : "met"
        Output.say(Output.plain("\(row.unit) \(row.name): \(indicator.english) is declared as \(word)."))
    }
}
