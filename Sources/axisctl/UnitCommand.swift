// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct UnitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit",
        abstract: "Units and their identification codes.",
        subcommands: [
            Add.self, List.self, Show.self, Resolve.self, Import.self, Export.self, Suspend.self, Resume.self,
            Rename.self, Move.self, ChangeKind.self, Correct.self, Close.self, Merge.self, Split.self, Forward.self,
            WithdrawClosing.self, History.self,
        ]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Registers a unit.",
            discussion: """
                A code is never given out again. An alias is another code of the same unit; where its text fits \
                several kinds, write the kind before it: foreign:VPCP-01.

                Examples:
                  axisctl unit add H24.12 --name "Sở Nội vụ" --kind sở --parent H24 --alias 000.00.12.H24
                  axisctl unit add TTDL-01 --code-kind foreign --name "Trung tâm dữ liệu" --kind "trung tâm" \
                --legal-basis "QĐ 12/QĐ-VPCP" --effective 2025-07-01
                """
        )

        @Argument(help: "The code.")
        var code: String

        @Option(help: "The unit's name.")
        var name: String

        @Option(help: "What it is: tỉnh, sở, phường, xã, đặc khu, …")
        var kind: String

        @Option(help: "The code's kind; told from its form when missing.")
        var codeKind: AgencyCode.Kind?

        @Option(help: "The code of the unit above.")
        var parent: String?

        @Option(parsing: .upToNextOption, help: "Other codes of the same unit.")
        var alias: [String] = []

        @Option(help: "The administrative unit's statistical code, 5 digits.")
        var adminCode: String?

        @Option(help: "Postal address.")
        var address: String?

        @Option(help: "E-mail address of the office.")
        var email: String?

        @Option(help: "Telephone of the office.")
        var phone: String?

        @Option(help: "Website.")
        var website: String?

        @Option(help: "The decision it rests on.")
        var legalBasis: String?

        @Option(help: "From when it holds, e.g. 2025-07-01; now when missing.")
        var effective: MomentArgument?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = UnitAddRequest(
                code: code,
                codeKind: codeKind,
                name: name,
                kind: kind,
                parent: parent,
                aliases: alias.isEmpty ? nil : try alias.map(AliasArgument.read),
                adminCode: adminCode,
                address: address,
                email: email,
                phone: phone,
                website: website,
                legalBasis: legalBasis,
                effectiveFrom: effective?.moment
            )
            let unit = try await admin.withClient { try await $0.addUnit(request) }
            if admin.isJSON { return try Output.say(json: unit) }
            Output.say(Output.plain("\(unit.code.text) is \(unit.name)."))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Searches the registry, with and without diacritics.",
            discussion: "Examples:\n  axisctl unit list --parent H24\n  axisctl unit list \"hai phong\" --limit 20"
        )

        @Argument(help: "Words of the name, or a code.")
        var text: String?

        @Option(help: "Only children of this code.")
        var parent: String?

        @Option(help: "Only of this kind.")
        var kind: String?

        @Option(help: "active, suspended, future or closed.")
        var state: UnitState?

        @Option(help: "At most so many; all when missing.")
        var limit: Int?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let units = try await admin.withClient { client in
                var units: [UnitView] = []
                var search = UnitSearch(text: text, parent: parent, kind: kind, state: state, limit: limit)
                repeat {
                    let page = try await client.units(search)
                    units += page.items
                    search.after = page.next
                } while search.after != nil && limit.map { units.count < $0 } ?? true
                return units
            }
            if admin.isJSON { return try Output.say(json: units) }
            Output.say(UnitText.table(units))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a unit, now or at a moment.",
            discussion: "Examples:\n  axisctl unit show H24\n  axisctl unit show H24 --at 2025-06-30"
        )

        @Argument(help: "A code in any form.")
        var code: String

        @Option(help: "The moment, e.g. 2025-06-30; now when missing.")
        var at: MomentArgument?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let unit = try await admin.withClient { try await $0.unit(code, at: at?.moment) }
            if admin.isJSON { return try Output.say(json: unit) }
            UnitText.lines(unit).forEach { Output.say($0) }
        }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says which unit a code in any form means.",
            discussion: "Examples:\n  axisctl unit resolve 000.00.00.H24\n  axisctl unit resolve H24 --at 2025-06-30"
        )

        @Argument(help: "A code in any form.")
        var code: String

        @Option(help: "The moment, e.g. 2025-06-30; now when missing.")
        var at: MomentArgument?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let unit = try await admin.withClient { try await $0.unit(code, at: at?.moment) }
            if admin.isJSON { return try Output.say(json: unit) }
            let successors = unit.successors.isEmpty ? "" : "; now: \(unit.successors.joined(separator: ", "))"
            Output.say(Output.plain("\(code) is \(unit.code.text) \(unit.name), \(unit.state.rawValue)\(successors)"))
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Registers a whole code list, all or nothing.",
            discussion: """
                CSV as Excel writes it (UTF-8, UTF-16 or Windows-1258; comma, semicolon or tab), a workbook (.xlsx) or \
                JSON. Header in English or Vietnamese, columns in any order: code, name, kind, admin_code, parent, \
                code102, old_code, email, phone, website, address. Every faulty line is named.

                Examples:
                  axisctl unit import haiphong.xlsx --dry-run
                  axisctl unit import haiphong.csv
                """
        )

        @Argument(help: "The file.")
        var file: String

        @Flag(help: "Only checks; registers nothing.")
        var dryRun = false

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let bytes = try DurableFile.read(file, limit: 64 << 20)
            let report = try await Progress.during("Importing") { [admin, dryRun] in
                try await admin.withClient { try await $0.importUnits(bytes, dryRun: dryRun) }
            }
            if admin.isJSON { return try Output.say(json: report) }
            let verb = report.dryRun ? "would be registered" : "registered"
            Output.say("\(report.added) units \(verb), \(report.unchanged) were there already.")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the registry to standard output.",
            discussion: "Examples:\n  axisctl unit export > units.csv\n  axisctl unit export --format json"
        )

        @Option(help: "csv or json.")
        var format: ExportFormat = .csv

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let bytes = try await admin.withClient { try await $0.exportUnits(format) }
            Output.say(bytes: bytes)
        }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Suspends a unit: new documents to it are refused.",
            discussion: "Example:\n  axisctl unit suspend H24.12 --reason \"chuyển hệ thống\""
        )

        @OptionGroup var change: StateChange

        func run() async throws {
            try await change.run { try await $0.suspendUnit($1, $2) }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a unit's suspension.",
            discussion: "Example:\n  axisctl unit resume H24.12 --reason \"xong\""
        )

        @OptionGroup var change: StateChange

        func run() async throws {
            try await change.run { try await $0.resumeUnit($1, $2) }
        }
    }
}

struct StateChange: ParsableArguments {
    @Argument(help: "The unit's code.")
    var code: String

    @Option(help: "Why.")
    var reason: String?

    @Option(help: "The decision it rests on.")
    var legalBasis: String?

    @Option(help: "From when it holds, e.g. 2025-07-01; now when missing.")
    var effective: MomentArgument?

    @OptionGroup var admin: AdminOptions

    func run(_ change: (AdminClient, String, UnitStateRequest) async throws -> UnitView) async throws {
        let request = UnitStateRequest(reason: reason, legalBasis: legalBasis, effectiveFrom: effective?.moment)
        let unit = try await admin.withClient { try await change($0, code, request) }
        if admin.isJSON { return try Output.say(json: unit) }
        Output.say(Output.plain("\(unit.code.text) \(unit.name) is \(unit.state.rawValue)."))
    }
}
