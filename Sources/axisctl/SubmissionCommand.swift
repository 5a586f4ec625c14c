// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct SubmissionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submission",
        abstract: "Lists that provinces handed in.",
        subcommands: [List.self, Show.self, Accept.self, Reject.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what was handed in, newest first.",
            discussion: "Example:\n  axisctl submission list --campaign cd-101"
        )

        @Option(help: "Only of this campaign.")
        var campaign: String?

        @Option(help: "Only of this province.")
        var unit: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let list = try await admin.withClient { try await $0.submissions(campaign: campaign, unit: unit) }
            if admin.isJSON { return try Output.say(json: list) }
            var table = Table([
                .text("CAMPAIGN"), .text("UNIT"), .flexible("NAME"), .number("VERSION"), .number("UNITS"),
                .text("RECEIVED"), .text("TIME"), .text("STATE"), .text("ID"),
            ])
            for item in list.items {
                table.add([
                    item.campaign, item.unit, item.name, String(item.version), String(item.count),
                    item.receivedAt.description, item.timeliness, item.state.rawValue, item.id.description,
                ])
            }
            Output.say(table)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a list and the difference to today's registry.",
            discussion: "Example:\n  axisctl submission show 0190e0c2-…"
        )

        @Argument(help: "The list's id.")
        var id: SubmissionID

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let view = try await admin.withClient { try await $0.submission(id) }
            if admin.isJSON { return try Output.say(json: view) }
            SubmissionText.say(view)
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accepts a list: all of it is applied, or nothing.",
            discussion: """
                Examples:
                  axisctl submission accept 0190e0c2-… --effective 2025-07-01 --legal-basis "QĐ 1/QĐ-UBND"
                  axisctl submission accept 0190e0c2-… --effective 2025-07-01 --legal-basis "QĐ 1/QĐ-UBND" \
                --accept-late --reason "mất điện diện rộng"
                  axisctl submission accept 0190e0c2-… --effective 2025-07-01 --legal-basis "NQ 1669/NQ-UBTVQH15" \
                --forward-until 2025-12-31
                """
        )

        @Argument(help: "The list's id.")
        var id: SubmissionID

        @Option(help: "From when it holds, e.g. 2025-07-01.")
        var effective: MomentArgument

        @Option(help: "The decision it rests on.")
        var legalBasis: String

        @Flag(help: "Accepts a list that came after the deadline; needs --reason.")
        var acceptLate = false

        @Option(help: "Why a late list is accepted.")
        var reason: String?

        @Flag(help: "Only prepares; another administrator accepts it with the same words.")
        var requireSecond = false

        @Option(help: "Until when what comes for a unit that the list closes goes to its only successor.")
        var forwardUntil: MomentArgument?

        @Option(help: "Until when closed units may still fetch and answer; 90 days unless said.")
        var windUp: MomentArgument?

        @OptionGroup var admin: AdminOptions

        func validate() throws {
            guard acceptLate == (reason != nil) else {
                throw ValidationError("--accept-late goes with --reason, and the other way round.")
            }
        }

        func run() async throws {
            let request = SubmissionAcceptRequest(
                effective: effective.moment,
                legalBasis: legalBasis,
                acceptLate: reason,
                requireSecond: requireSecond ? true : nil,
                forwardUntil: forwardUntil?.moment,
                windUpAt: windUp?.moment
            )
            let view = try await admin.withClient { try await $0.acceptSubmission(id, request) }
            if admin.isJSON { return try Output.say(json: view) }
            if view.state == .accepted {
                Output.say("Accepted: \(view.count) units of \(view.unit) from \(effective.moment) on.")
            } else {
                Output.say("Prepared by \(view.preparedBy ?? "-"); another administrator must accept it.")
            }
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rejects a list; the province reads why.",
            discussion: "Example:\n  axisctl submission reject 0190e0c2-… --reason \"thiếu quyết định\""
        )

        @Argument(help: "The list's id.")
        var id: SubmissionID

        @Option(help: "Why.")
        var reason: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let view = try await admin.withClient { try await $0.rejectSubmission(id, reason: reason) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("Rejected; \(view.unit) is told.")
        }
    }
}

/// A list handed in, on a terminal.
enum SubmissionText {
    static func say(_ view: SubmissionView) {
        let head = [
            "\(view.unit) \(view.name), \(view.campaign), version \(view.version): \(view.state.rawValue)",
            "Received  \(view.receivedAt), \(view.timeliness); \(view.count) units", "SHA-256   \(view.sha256)",
        ]
        for line in head { Output.say(Output.plain(line, lineBreaks: false)) }
        if let by = view.preparedBy { Output.say(Output.plain("Prepared  by \(by)")) }
        if let by = view.decidedBy {
            Output.say(Output.plain("Decided   by \(by), \(view.decidedAt?.description ?? "")"))
        }
        if let reason = view.reason { Output.say(Output.plain("Reason    \(reason)")) }
        guard let changes = view.changes else { return }
        var table = Table([
            .text("CHANGE"), .text("CODE"), .flexible("NAME"), .text("KIND"), .text("ADMIN"), .flexible("BEFORE"),
            .flexible("LINKS"),
        ])
        for change in changes where change.changes != [.unchanged] {
            table.add([
                change.changes.map(\.rawValue).joined(separator: ","), change.code, change.name, change.kind,
                change.adminCode ?? "-", change.oldName ?? change.oldKind ?? "-",
                change.links.joined(separator: " "),
            ])
        }
        Output.say(table)
        Output.say("Unchanged: \(changes.count { $0.changes == [.unchanged] }) of \(changes.count).")
    }
}
