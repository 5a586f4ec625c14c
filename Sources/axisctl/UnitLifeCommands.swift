// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

/// What every change of a unit's life rests on.
struct Basis: ParsableArguments {
    @Option(help: "The decision it rests on.")
    var legalBasis: String?

    @Option(help: "From when it holds, e.g. 2025-07-01; now when missing.")
    var effective: MomentArgument?

    @OptionGroup var admin: AdminOptions

    func change(_ change: (AdminClient) async throws -> UnitView) async throws {
        let unit = try await admin.withClient { try await change($0) }
        if admin.isJSON { return try Output.say(json: unit) }
        UnitText.lines(unit).forEach { Output.say($0) }
    }
}

extension UnitCommand {
    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a unit another name.",
            discussion: "Example:\n  axisctl unit rename H24.12 --name \"Sở Nội vụ\" --effective 2025-07-01"
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Option(help: "The new name.")
        var name: String

        @OptionGroup var basis: Basis

        func run() async throws {
            let request = UnitRenameRequest(
                name: name,
                legalBasis: basis.legalBasis,
                effectiveFrom: basis.effective?.moment
            )
            try await basis.change { try await $0.renameUnit(code, request) }
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts a unit beneath another parent.",
            discussion: "Example:\n  axisctl unit move H24.12.03 --parent H24.13 --effective 2025-07-01"
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Option(help: "The new parent's code.")
        var parent: String

        @OptionGroup var basis: Basis

        func run() async throws {
            let request = UnitMoveRequest(
                parent: parent,
                legalBasis: basis.legalBasis,
                effectiveFrom: basis.effective?.moment
            )
            try await basis.change { try await $0.moveUnit(code, request) }
        }
    }

    struct ChangeKind: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a unit one of another kind under the same codes.",
            discussion: "Example:\n  axisctl unit change-kind H24.DEMO03 --kind phường --effective 2025-07-01"
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Option(help: "What it is from then on: tỉnh, sở, phường, xã, đặc khu, …")
        var kind: String

        @OptionGroup var basis: Basis

        func run() async throws {
            let request = UnitKindRequest(
                kind: kind,
                legalBasis: basis.legalBasis,
                effectiveFrom: basis.effective?.moment
            )
            try await basis.change { try await $0.changeKind(of: code, request) }
        }
    }

    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts a clerical error right.",
            discussion: """
                Without --effective it holds from the moment of the wrong entry, which is then no former name of the \
                unit. A name that was right once is not corrected: rename the unit.

                Example:
                  axisctl unit correct H24.12 --name "Sở Nội vụ" --reason "lỗi chính tả"
                """
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Option(help: "The right name.")
        var name: String?

        @Option(help: "The right kind.")
        var kind: String?

        @Option(help: "The right statistical code.")
        var adminCode: String?

        @Option(help: "The right postal address.")
        var address: String?

        @Option(help: "The right e-mail address of the office.")
        var email: String?

        @Option(help: "The right telephone of the office.")
        var phone: String?

        @Option(help: "The right website.")
        var website: String?

        @Option(help: "What the error was.")
        var reason: String

        @OptionGroup var basis: Basis

        func run() async throws {
            let request = UnitCorrectionRequest(
                name: name,
                kind: kind,
                adminCode: adminCode,
                address: address,
                email: email,
                phone: phone,
                website: website,
                reason: reason,
                legalBasis: basis.legalBasis,
                effectiveFrom: basis.effective?.moment
            )
            try await basis.change { try await $0.correctUnit(code, request) }
        }
    }

    struct Forward: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets documents for a closed unit go to its only successor until a moment.",
            discussion: """
                Examples:
                  axisctl unit forward H24.DEMO03 --until 2025-12-31
                  axisctl unit forward H24.DEMO03 --stop
                """
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Option(help: "Until when, e.g. 2025-12-31.")
        var until: MomentArgument?

        @Flag(help: "Ends the forwarding: documents are refused, and the refusal names the successor.")
        var stop = false

        @OptionGroup var basis: Basis

        func validate() throws {
            guard (until != nil) != stop else { throw ValidationError("Say --until a moment, or --stop.") }
        }

        func run() async throws {
            let request = UnitForwardRequest(
                until: until?.moment,
                legalBasis: basis.legalBasis,
                effectiveFrom: basis.effective?.moment
            )
            try await basis.change { try await $0.forwardUnit(code, request) }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows all that was recorded of a unit's life.",
            discussion: "Examples:\n  axisctl unit history H24.12\n  axisctl unit history admin:11365 --at 2025-07-01"
        )

        @Argument(help: "A code in any form.")
        var code: String

        @Option(help: "The moment at which the code is looked up; now when missing.")
        var at: MomentArgument?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let history = try await admin.withClient { try await $0.unitHistory(code, at: at?.moment) }
            if admin.isJSON { return try Output.say(json: history) }
            Output.say(HistoryText.table(history.items))
        }
    }
}
