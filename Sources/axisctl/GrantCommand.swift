// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct GrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant",
        abstract: "Who acts for whom.",
        subcommands: [Add.self, List.self, Revoke.self]
    )

    enum Right: String, ExpressibleByArgument, CaseIterable {
        case send
        case receive
        case sign
        case submit
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a holder rights over a unit, or over all units beneath one.",
            discussion: """
                A unit has all rights over itself; a parent has none over its children without a grant.

                Examples:
                  axisctl grant add H24 --over "H24.*" --right send receive --legal-basis "QĐ 5/QĐ-UBND"
                  axisctl grant add G22 --over G22.1 --right sign --legal-basis "QĐ 9" --until 2027-01-01
                """
        )

        @Argument(help: "The holder's code.")
        var holder: String

        @Option(help: "CODE, or CODE.* for all units beneath it.")
        var over: UnitPattern

        @Option(parsing: .upToNextOption, help: "send, receive, sign or submit; several may be given.")
        var right: [Right]

        @Option(help: "The decision it rests on.")
        var legalBasis: String

        @Option(help: "From when it holds; now when missing.")
        var from: MomentArgument?

        @Option(help: "Until when; without end when missing.")
        var until: MomentArgument?

        @OptionGroup var admin: AdminOptions

        func validate() throws {
            guard !right.isEmpty else { throw ValidationError("Name at least one --right.") }
        }

        func run() async throws {
            let request = GrantAddRequest(
                holder: holder,
                over: over,
                rights: right.map(\.rawValue),
                legalBasis: legalBasis,
                from: from?.moment,
                until: until?.moment
            )
            let view = try await admin.withClient { try await $0.addGrant(request) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("\(view.holder) may \(view.rights.joined(separator: ", ")) for \(view.over): \(view.id)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists grants.",
            discussion: "Examples:\n  axisctl grant list\n  axisctl grant list H24"
        )

        @Argument(help: "Only of this holder.")
        var holder: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let items = try await admin.withClient { try await $0.grants(of: holder) }
            if admin.isJSON { return try Output.say(json: items) }
            var table = Table([
                .text("HOLDER"), .text("OVER"), .text("RIGHTS"), .text("FROM"), .text("UNTIL"), .text("STATE"),
                .flexible("LEGAL BASIS"), .text("ID"),
            ])
            for item in items {
                table.add([
                    item.holder, item.over.description, item.rights.joined(separator: ","), item.from.description,
                    item.until?.description ?? "-", item.revoked ? "revoked" : "in force", item.legalBasis ?? "-",
                    item.id.description,
                ])
            }
            Output.say(table)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a grant at once.",
            discussion: "Example:\n  axisctl grant revoke 0190e0c2-… --reason \"hết ủy quyền\""
        )

        @Argument(help: "The grant's id, from list.")
        var id: GrantID

        @Option(help: "Why.")
        var reason: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let view = try await admin.withClient { try await $0.revokeGrant(id, reason: reason) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("\(view.holder) acts for \(view.over) no more.")
        }
    }
}
