// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Drills: a test document to every unit, and who acknowledged it.",
        subcommands: [Start.self, List.self, Report.self, Cancel.self]
    )

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends each unit a signed test document.",
            discussion: """
                The documents are of the kind drill and say [DIỄN TẬP] in their subject. A unit that was not reached is \
                tried again; one that has not fetched yet is not sent a second one.

                With --wait it shows how far the drill is and ends when all units have acknowledged, when nothing more \
                will be tried, or when the time is up; exit status 1 tells that units are missing.

                Examples:
                  axisctl drill start --campaign cd-101 --units H24.*
                  axisctl drill start --units H24.12 H24.13 --attempts 5 --retry-after 60 --wait --within 120
                  axisctl drill start --units H24.* --include-vxp
                """
        )

        @Option(help: "The campaign whose board it counts for.")
        var campaign: String?

        @Option(parsing: .upToNextOption, help: "Codes and branches such as H24.12 H31.*")
        var units: [String]

        @Option(help: "How often a unit that is not reached is tried, 1 to 10.")
        var attempts: Int?

        @Option(help: ArgumentHelp("How long after a failure the next attempt follows.", valueName: "seconds"))
        var retryAfter: Int64?

        @Flag(name: .customLong("include-vxp"), help: "Units behind VXP, which knows no such kind, get one as well.")
        var includeVXP = false

        @Flag(help: "Waits, and shows how far it is.")
        var wait = false

        @Option(help: ArgumentHelp("How long to wait at most.", valueName: "seconds"))
        var within = 600

        @OptionGroup var admin: AdminOptions

        func validate() throws {
            for text in units where UnitPattern(text) == nil {
                throw ValidationError("“\(text)” is neither a code nor CODE.*")
            }
            guard (1...86_400).contains(within) else { throw ValidationError("--within takes 1 to 86400 seconds.") }
        }

        func run() async throws {
            let request = DrillStartRequest(
                campaign: campaign,
                units: units.compactMap { UnitPattern($0) },
                attempts: attempts,
                retryAfter: retryAfter,
                includeVXP: includeVXP ? true : nil
            )
            let view = try await admin.withClient { client in
                let started = try await client.startDrill(request)
                guard wait else { return started }
                return try await DrillWatch.follow(started, client, within: .seconds(within))
            }
            if admin.isJSON { try Output.say(json: view) } else { DrillText.say(view, isNew: !wait) }
            guard wait, view.acknowledged < view.total else { return }
            throw CommandFailure("\(view.total - view.acknowledged) of \(view.total) units have not acknowledged.")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists drills, newest first.",
            discussion: "Example:\n  axisctl drill list --campaign cd-101"
        )

        @Option(help: "Only of this campaign.")
        var campaign: String?

        @Option(help: "At most so many, 1 to 200.")
        var limit: Int?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let list = try await admin.withClient { try await $0.drills(campaign: campaign, limit: limit) }
            if admin.isJSON { return try Output.say(json: list) }
            var table = Table([
                .text("ID"), .text("CAMPAIGN"), .text("STARTED"), .text("BY"), .number("SENT"), .number("RECEIVED"),
                .number("ACKNOWLEDGED"), .text("STATE"),
            ])
            for item in list.items {
                table.add([
                    item.id.description, item.campaign ?? "-", item.startedAt.description, item.startedBy,
                    String(item.sent), String(item.received), item.text, DrillText.state(of: item),
                ])
            }
            Output.say(table)
        }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reports n of m, with who is missing and why.",
            discussion: """
                Without an id it reports on the newest drill.

                Examples:
                  axisctl drill report
                  axisctl drill report 0190e0c2-… --all
                  axisctl drill report --campaign cd-101 --csv > dien-tap.csv
                """
        )

        @Argument(help: "The drill; the newest when missing.")
        var id: DrillID?

        @Option(help: "The newest drill of this campaign.")
        var campaign: String?

        @Flag(help: "Lists the units that are done as well.")
        var all = false

        @Flag(help: "Writes a table for spreadsheets.")
        var csv = false

        @OptionGroup var admin: AdminOptions

        func validate() throws {
            if id != nil, campaign != nil { throw ValidationError("Give an id or --campaign.") }
        }

        func run() async throws {
            try await admin.withClient { client in
                let newest = id == nil ? try await client.drills(campaign: campaign, limit: 1).items.first?.id : nil
                guard let id = id ?? newest else { throw CommandFailure("There is no drill yet.") }
                if csv { return Output.say(bytes: try await client.drillCSV(id, allUnits: all)) }
                let view = try await client.drill(id, allUnits: all)
                if admin.isJSON { return try Output.say(json: view) }
                DrillText.say(view)
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Calls a drill off: nothing more is sent, and what nobody has fetched is taken back.",
            discussion: "Example:\n  axisctl drill cancel 0190e0c2-…"
        )

        @Argument(help: "The drill.")
        var id: DrillID

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let view = try await admin.withClient { try await $0.cancelDrill(id) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("The drill is called off at \(view.text) acknowledged.")
        }
    }
}

/// Follows a drill on a terminal.
enum DrillWatch {
    private static let pause: Duration = .seconds(1)

    /// Asks each second until it is over or the time is up; the last report.
    static func follow(_ started: DrillView, _ client: AdminClient, within limit: Duration) async throws -> DrillView {
        let end = ContinuousClock.now + limit
        var view = started
        while true {
            Progress.bar("Drill", done: view.acknowledged, of: view.total)
            if isOver(view) || ContinuousClock.now >= end { break }
            try await Task.sleep(for: pause)
            view = try await client.drill(started.id)
        }
        Progress.bar("Drill", done: view.total, of: view.total)
        return view
    }

    /// Whether nothing that is still to come can change it: all acknowledged, or given up.
    private static func isOver(_ view: DrillView) -> Bool {
        view.finished && (view.missing ?? []).allSatisfy { $0.state == .failed || $0.state == .skipped }
    }
}

/// A drill on a terminal: the figures, then the units.
enum DrillText {
    static func state(of view: DrillView) -> String {
        if view.cancelledAt != nil { return "called off" }
        if view.acknowledged == view.total { return "done" }
        return view.finished ? "all sent" : "under way"
    }

    static func say(_ view: DrillView, isNew: Bool = false) {
        if isNew {
            Output.say("Drill \(view.id): \(view.total) units. Follow it with: axisctl drill report \(view.id)")
            return
        }
        Output.say(
            Output.plain(
                "Drill \(view.id), \(view.campaign ?? "no campaign"), started \(view.startedAt) by \(view.startedBy)",
                lineBreaks: false
            )
        )
        Output.say(
            "Acknowledged \(view.text) (sent \(view.sent), received \(view.received), answered \(view.answered)), "
                + "\(state(of: view))."
        )
        let units = view.units ?? view.missing ?? []
        guard !units.isEmpty else { return }
        var table = Table([
            .text("UNIT"), .flexible("NAME"), .text("STATE"), .number("ATTEMPTS"), .text("STATUS"), .flexible("WHY"),
        ])
        for unit in units {
            table.add([unit.unit, unit.name, unit.state.rawValue, String(unit.attempts), unit.status, unit.english])
        }
        Output.say(table)
    }
}
