// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

/// What every closing takes.
struct ClosingOptions: ParsableArguments {
    @Option(help: "From when the closed unit may not even fetch and answer any more; 90 days later when missing.")
    var windUp: MomentArgument?

    @Option(help: "The decision it rests on.")
    var legalBasis: String?

    @Option(help: "From when it holds, e.g. 2025-07-01; now when missing.")
    var effective: MomentArgument?

    @Flag(help: "Only says what it would concern; changes nothing.")
    var dryRun = false

    @OptionGroup var admin: AdminOptions

    func close(_ close: (AdminClient) async throws -> UnitClosingReport) async throws {
        let report = try await admin.withClient { try await close($0) }
        if admin.isJSON { return try Output.say(json: report) }
        for closing in report.items { ClosingText.lines(closing).forEach { Output.say($0) } }
        Output.say(report.dryRun ? "Nothing was changed." : "\(report.items.count) closed.")
    }
}

extension UnitCommand {
    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Closes a unit; its codes are never given out again.",
            discussion: """
                From the effective moment it gets no new document and sends none; until it is wound up it may fetch, \
                acknowledge and answer. Close or move the units beneath it first.

                Examples:
                  axisctl unit close H24.DEMO03 --dry-run
                  axisctl unit close H24.DEMO03 --successor H24.DEMO02 --forward-until 2026-12-31 \
                --legal-basis "NQ 01/NQ-DEMO" --effective 2026-07-01
                """
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Option(parsing: .upToNextOption, help: "The codes of the units that succeed it; none when it is dissolved.")
        var successor: [String] = []

        @Option(help: "Until when documents for it go to its only successor; they are refused when missing.")
        var forwardUntil: MomentArgument?

        @OptionGroup var closing: ClosingOptions

        func run() async throws {
            let request = UnitCloseRequest(
                successors: successor.isEmpty ? nil : successor,
                windUpAt: closing.windUp?.moment,
                forwardUntil: forwardUntil?.moment,
                legalBasis: closing.legalBasis,
                effectiveFrom: closing.effective?.moment
            )
            try await closing.close { try await $0.closeUnit(code, request, dryRun: closing.dryRun) }
        }
    }

    struct WithdrawClosing: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes back a closing that is still to come.",
            discussion: "Example:\n  axisctl unit withdraw-closing H24.DEMO03 --reason \"hoãn sắp xếp\""
        )

        @OptionGroup var change: StateChange

        func run() async throws {
            try await change.run { try await $0.withdrawClosing(of: $1, $2) }
        }
    }

    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Merges units into one: they are closed and it succeeds them, all or nothing.",
            discussion: """
                The unit that takes them in is registered already, and is not among those closed.

                Example:
                  axisctl unit merge H24.DEMO02 H24.DEMO03 --into H24.DEMO04 --effective 2026-07-01
                """
        )

        @Argument(help: "The codes of the units that are closed.")
        var codes: [String]

        @Option(help: "The code of the unit that succeeds them.")
        var into: String

        @Option(help: "Until when documents for them go to the successor; they are refused when missing.")
        var forwardUntil: MomentArgument?

        @OptionGroup var closing: ClosingOptions

        func run() async throws {
            let request = UnitMergeRequest(
                units: codes,
                into: into,
                windUpAt: closing.windUp?.moment,
                forwardUntil: forwardUntil?.moment,
                legalBasis: closing.legalBasis,
                effectiveFrom: closing.effective?.moment
            )
            try await closing.close { try await $0.mergeUnits(request, dryRun: closing.dryRun) }
        }
    }

    struct Split: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Splits a unit into several: it is closed and they succeed it.",
            discussion: """
                Documents to it are refused from then on, and the refusal names all successors: Axis does not guess.

                Example:
                  axisctl unit split H24.DEMO02 --into H24.DEMO05 H24.DEMO06 --effective 2026-07-01
                """
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Option(parsing: .upToNextOption, help: "The codes of the units that succeed it, two or more.")
        var into: [String]

        @OptionGroup var closing: ClosingOptions

        func run() async throws {
            let request = UnitSplitRequest(
                into: into,
                windUpAt: closing.windUp?.moment,
                legalBasis: closing.legalBasis,
                effectiveFrom: closing.effective?.moment
            )
            try await closing.close { try await $0.splitUnit(code, request, dryRun: closing.dryRun) }
        }
    }
}
