// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Counts what was sent, received, in time and refused, as QĐ 28/2018/QĐ-TTg asks each quarter.",
        discussion: """
            Days are Vietnam's, the last one included. Documents are counted by the day on which Axis accepted them; \
            where each delivery stands is as of now. A row is a level-1 agency with all beneath it; --by unit lists \
            the units beneath each. What in time means stands in docs/decisions/0011-quarterly-report.md.

            Examples:
              axisctl report --quarter 2025-Q3
              axisctl report --quarter 2025-Q3 --csv > bao-cao-quy-3.csv
              axisctl report --from 2025-07-01 --to 2025-09-30 --by unit
              axisctl report --from 2025-01-01 --to 2025-12-31 --period quarter --output json
            """
    )

    @Option(help: ArgumentHelp("The quarter, such as 2025-Q3.", valueName: "quarter"))
    var quarter: QuarterArgument?

    @Option(help: ArgumentHelp("The first day, such as 2025-07-01.", valueName: "day"))
    var from: CivilDay?

    @Option(help: ArgumentHelp("The last day, inclusive.", valueName: "day"))
    var to: CivilDay?

    @Option(help: "agency: a row for each level-1 agency; unit: the units beneath each too.")
    var by: ReportGrouping = .agency

    @Option(help: "Divides the time: month or quarter.")
    var period: ReportPeriod?

    @Flag(help: "Writes a table for spreadsheets, with every figure.")
    var csv = false

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard (quarter != nil) != (from != nil || to != nil), (from == nil) == (to == nil) else {
            throw ValidationError("Give --quarter, or --from and --to.")
        }
        if let from, let to, to < from { throw ValidationError("--to comes before --from.") }
    }

    func run() async throws {
        guard let first = quarter?.first ?? from, let last = quarter?.last ?? to else { return }
        let (by, period, admin) = (by, period, admin)
        if csv {
            let bytes = try await Progress.during("Counting") {
                try await admin.withClient { try await $0.reportCSV(from: first, to: last, by: by, period: period) }
            }
            return Output.say(bytes: bytes)
        }
        let report = try await Progress.during("Counting") {
            try await admin.withClient { try await $0.report(from: first, to: last, by: by, period: period) }
        }
        if admin.isJSON { return try Output.say(json: report) }
        for line in StatisticsText.head(report) { Output.say(line) }
        Output.say("")
        Output.say("Văn bản gửi")
        Output.say(StatisticsText.sent(report))
        Output.say("")
        Output.say("Văn bản nhận")
        Output.say(StatisticsText.received(report))
        for line in StatisticsText.foot(report) { Output.say(Output.plain(line, lineBreaks: false)) }
    }
}
