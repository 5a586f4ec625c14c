// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

/// What document systems asked of the registry with `registerAgency` and `deleteAgency`.
struct AgencyRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agency-request",
        abstract: "Units that document systems asked to register or to close over VXP.",
        subcommands: [List.self, Accept.self, Refuse.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists requests, newest first; the open ones unless told otherwise.",
            discussion: """
                Examples:
                  axisctl agency-request list
                  axisctl agency-request list --state refused
                """
        )

        @Option(help: "Those in this state: open, accepted, refused, all.")
        var state = "open"

        @Option(help: "The `next` of the page before.")
        var after: String?

        @Option(help: "At most so many, 1 to 1000.")
        var limit = 100

        @OptionGroup var admin: AdminOptions

        func validate() throws {
            guard state == "all" || AgencyRequest.State(rawValue: state) != nil else {
                throw ValidationError("--state is one of open, accepted, refused, all.")
            }
        }

        func run() async throws {
            let wanted = AgencyRequest.State(rawValue: state)
            let list = try await admin.withClient {
                try await $0.agencyRequests(in: wanted, after: after, limit: limit)
            }
            if admin.isJSON { return try Output.say(json: list) }
            var table = Table([
                .text("REQUESTED"), .text("ASKS"), .text("CODE"), .flexible("NAME"), .text("FROM"), .text("STATE"),
                .flexible("REASON"), .text("ID"),
            ])
            for item in list.items {
                table.add([
                    item.requestedAt.description, item.kind.rawValue, item.code, item.name ?? "-", item.systemId,
                    item.state.rawValue, item.reason ?? "-", item.id.description,
                ])
            }
            Output.say(table)
            if let next = list.next { Output.say("More: --after \(next)") }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Grants a request: the unit is registered, or closed and never deleted.",
            discussion: """
                Examples:
                  axisctl agency-request accept 0190e0c2-… --kind sở --legal-basis "QĐ 12/QĐ-UBND"
                  axisctl agency-request accept 0190e0c2-… --legal-basis "NQ 3/NQ-HĐND" --effective 2026-01-01 \
                --successor H24.12
                """
        )

        @Argument(help: "The request's id.")
        var id: AgencyRequestID

        @Option(help: "The decision it rests on; needed to close a unit.")
        var legalBasis: String?

        @Option(help: "From when it holds, e.g. 2026-01-01; now unless given.")
        var effective: MomentArgument?

        @Option(help: "What kind of unit a new one is.")
        var kind: String?

        @Option(name: .customLong("successor"), help: "A unit that follows the closed one; may be repeated.")
        var successors: [String] = []

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let wish = AgencyRequestAcceptRequest(
                legalBasis: legalBasis,
                effectiveFrom: effective?.moment,
                kind: kind,
                successors: successors.isEmpty ? nil : successors
            )
            let done = try await admin.withClient { try await $0.acceptAgencyRequest(id, wish) }
            if admin.isJSON { return try Output.say(json: done) }
            Output.say("\(done.code) is \(done.kind == .register ? "registered" : "closed").")
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Does not grant a request.",
            discussion: "Example:\n  axisctl agency-request refuse 0190e0c2-… --reason \"chưa có quyết định thành lập\""
        )

        @Argument(help: "The request's id.")
        var id: AgencyRequestID

        @Option(help: "Why.")
        var reason: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let done = try await admin.withClient { try await $0.refuseAgencyRequest(id, reason: reason) }
            if admin.isJSON { return try Output.say(json: done) }
            Output.say("Refused: \(done.code).")
        }
    }
}
