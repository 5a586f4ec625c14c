// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign",
        abstract: "Campaigns: who must hand in what, until when.",
        subcommands: [Create.self, List.self, Show.self, Board.self, Declare.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates a campaign.",
            discussion: """
                Example:
                  axisctl campaign create cd-101 --title "Mã định danh cấp xã" --deadline 2025-06-29T12:00+07:00 \
                --scope provinces --legal-basis "Công điện 101/CĐ-TTg" --remind-before 24h 3h 1h
                """
        )

        @Argument(help: "Its id: a-z, 0-9 and hyphens.")
        var id: String

        @Option(help: "Its title.")
        var title: String

        @Option(help: "The deadline, with its zone; its whole second is in time.")
        var deadline: MomentArgument

        @Option(parsing: .upToNextOption, help: "provinces, or codes and branches such as H24 H31.")
        var scope: [String] = ["provinces"]

        @Option(help: "The decision it rests on.")
        var legalBasis: String?

        @Option(
            parsing: .upToNextOption,
            help: "How long before the deadline reminders go out to those who owe a list, e.g. 2d 3h 30m."
        )
        var remindBefore: [LeadTime] = ["24h", "3h", "1h"].compactMap(LeadTime.init(argument:))

        @Flag(help: "No reminders go out.")
        var noReminders = false

        @Flag(help: "Another administrator than the preparing one must accept a list.")
        var requireSecond = false

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = CampaignCreateRequest(
                id: id,
                title: title,
                legalBasis: legalBasis,
                scope: scope,
                deadline: deadline.moment,
                reminders: noReminders ? [] : remindBefore.map(\.seconds),
                requiresSecond: requireSecond
            )
            let view = try await admin.withClient { try await $0.createCampaign(request) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("\(view.id): \(view.participants) units answer until \(view.deadline).")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists campaigns.",
            discussion: "Example:\n  axisctl campaign list"
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let list = try await admin.withClient { try await $0.campaigns() }
            if admin.isJSON { return try Output.say(json: list) }
            var table = Table([.text("ID"), .flexible("TITLE"), .text("DEADLINE"), .number("UNITS")])
            for item in list.items {
                table.add([item.id, item.title, item.deadline.description, String(item.participants)])
            }
            Output.say(table)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a campaign.",
            discussion: "Example:\n  axisctl campaign show cd-101"
        )

        @Argument(help: "The campaign.")
        var id: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let view = try await admin.withClient { try await $0.campaign(id) }
            if admin.isJSON { return try Output.say(json: view) }
            let reminders = view.reminders.map { LeadTime(seconds: $0).text }.joined(separator: ", ")
            let lines = [
                "\(view.id): \(view.title)", "Deadline     \(view.deadline)",
                "Scope        \(view.scope.joined(separator: ", ")), \(view.participants) units",
                "Legal basis  \(view.legalBasis ?? "-")",
                "Reminders    \(reminders.isEmpty ? "-" : reminders + " before the deadline")",
                "Four eyes    \(view.requiresSecond ? "yes" : "no")",
                "Created      \(view.createdAt) by \(view.createdBy)",
                "Indicators   \(view.indicators.map(\.rawValue).joined(separator: ", "))",
            ]
            for line in lines { Output.say(Output.plain(line, lineBreaks: false)) }
        }
    }

    struct Board: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the board: every province and every indicator.",
            discussion: """
                What nobody measured or declared is shown as unmeasured.

                Examples:
                  axisctl campaign board cd-101
                  axisctl campaign board cd-101 --csv > board.csv
                """
        )

        @Argument(help: "The campaign.")
        var id: String

        @Flag(help: "Writes a table for spreadsheets.")
        var csv = false

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            if csv { return Output.say(bytes: try await admin.withClient { try await $0.boardCSV(of: id) }) }
            let board = try await admin.withClient { try await $0.board(of: id) }
            if admin.isJSON { return try Output.say(json: board) }
            BoardText.say(board)
        }
    }

    struct Declare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declares an indicator that Axis can't measure.",
            discussion: "Example:\n  axisctl campaign declare cd-101 H24 portal-closed --note \"từ 18:00\""
        )

        @Argument(help: "The campaign.")
        var id: String

        @Argument(help: "The province.")
        var unit: String

        @Argument(help: "The indicator.")
        var indicator: Indicator

        @Flag(help: "It is not met.")
        var notMet = false

        @Option(help: "A word more.")
        var note: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = IndicatorDeclareRequest(indicator: indicator, unit: unit, met: !notMet, note: note)
            let board = try await admin.withClient { try await $0.declare(request, in: id) }
            if admin.isJSON { return try Output.say(json: board) }
            let total = board.totals.first { $0.indicator == indicator }
            Output.say("\(indicator.english): \(total?.text ?? "-").")
        }
    }
}

/// How long before a deadline: `2d`, `3h`, `30m`.
struct LeadTime: ExpressibleByArgument {
    /// In seconds.
    let seconds: Int64

    init(seconds: Int64) {
        self.seconds = seconds
    }

    init?(argument: String) {
        let units: [Character: Int64] = ["d": 86_400, "h": 3600, "m": 60]
        guard let last = argument.last, let unit = units[last], let number = Int64(argument.dropLast()),
            (1...129_600).contains(number)
        else { return nil }
        seconds = number * unit
    }

    /// As the help shows it.
    var defaultValueDescription: String { text }

    /// In the largest unit that it is whole in.
    var text: String {
        let units: [(seconds: Int64, name: String)] = [(86_400, "d"), (3600, "h"), (60, "m")]
        guard let unit = units.first(where: { seconds % $0.seconds == 0 }) else { return "\(seconds)s" }
        return "\(seconds / unit.seconds)\(unit.name)"
    }
}

/// A board on a terminal: the totals first, then each province.
enum BoardText {
    static func say(_ board: BoardView) {
        Output.say(Output.plain("\(board.title), until \(board.deadline)", lineBreaks: false))
        var totals = Table([.text("INDICATOR"), .number("MET"), .number("UNMEASURED")])
        for total in board.totals { totals.add([total.indicator.english, total.text, String(total.unmeasured)]) }
        Output.say(totals)
        var rows = Table([.text("UNIT"), .flexible("NAME"), .text("INDICATOR"), .text("VALUE"), .flexible("DETAIL")])
        for row in board.rows {
            for value in row.values where value.source != .unmeasured {
                rows.add([row.unit, row.name, value.indicator.rawValue, text(of: value), value.detail ?? value.by])
            }
            let unmeasured = row.values.filter { $0.source == .unmeasured }.map(\.indicator.rawValue)
            guard !unmeasured.isEmpty else { continue }
            let names = unmeasured.joined(separator: ", ")
            rows.add([row.unit, row.name, "\(unmeasured.count) others", "unmeasured", names])
        }
        Output.say(rows)
    }

    private static func text(of value: IndicatorValue) -> String {
        var text = value.done.flatMap { done in value.of.map { "\(done)/\($0)" } } ?? (value.met == true ? "yes" : "no")
        if let days = value.daysLeft { text += " (\(days) d left)" }
        return value.source == .declared ? text + " (declared)" : text
    }
}
