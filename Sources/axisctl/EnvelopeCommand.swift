// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct EnvelopeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "envelope",
        abstract: "One document through the axis.",
        subcommands: [Show.self, Trace.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows an envelope and where its deliveries stand.",
            discussion: "Example:\n  axisctl envelope show 0190e0c2-1111-7000-8000-000000000000"
        )

        @Argument(help: "The envelope's id.")
        var id: EnvelopeID

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let report = try await admin.withClient { try await $0.envelope(id) }
            if admin.isJSON { return try Output.say(json: report) }
            ReportText.head(report).forEach { Output.say($0) }
            Output.say("")
            Output.say(ReportText.deliveries(report.deliveries))
        }
    }

    struct Trace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows everything that happened to an envelope, in order.",
            discussion: "Example:\n  axisctl envelope trace 0190e0c2-1111-7000-8000-000000000000"
        )

        @Argument(help: "The envelope's id.")
        var id: EnvelopeID

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let report = try await admin.withClient { try await $0.envelope(id) }
            if admin.isJSON { return try Output.say(json: report) }
            ReportText.trace(report).forEach { Output.say($0) }
        }
    }
}

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "What administrators did, and what was refused.",
        subcommands: [List.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists audit records in order.",
            discussion: "Examples:\n  axisctl audit list --limit 50\n  axisctl audit list --after 1200 --output json"
        )

        @Option(help: "Only records after this number.")
        var after: String?

        @Option(help: "At most so many; all when missing.")
        var limit: Int?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let items = try await admin.withClient { client in
                var items: [AuditView] = []
                var next = after
                repeat {
                    let page = try await client.audit(after: next, limit: limit.map { min($0 - items.count, 1000) })
                    items += page.items
                    next = page.next
                } while next != nil && limit.map { items.count < $0 } ?? true
                return items
            }
            if admin.isJSON { return try Output.say(json: items) }
            var table = Table([
                .number("NO"), .text("AT"), .text("ACTOR"), .text("ACTION"), .flexible("SUBJECT"), .flexible("BEFORE"),
                .flexible("AFTER"),
            ])
            for item in items {
                table.add([
                    "\(item.sequence)", item.at.description, item.actor, item.action, item.subject, item.before ?? "-",
                    item.after ?? "-",
                ])
            }
            Output.say(table)
        }
    }
}
