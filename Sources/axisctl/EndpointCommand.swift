// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct EndpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endpoint",
        abstract: "Push endpoints of units and branches.",
        subcommands: [Set.self, Clear.self, List.self, Test.self]
    )

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has documents pushed to an address; without one a unit pulls.",
            discussion: """
                Examples:
                  axisctl endpoint set H24.12 https://qlvb.example.vn:9443/axis
                  axisctl endpoint set H24 https://truc.example.vn/axis --branch
                """
        )

        @Argument(help: "The unit's code.")
        var code: String

        @Argument(help: "The address, https only.")
        var url: String

        @Flag(help: "It also serves the units beneath that have none of their own.")
        var branch = false

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = EndpointRequest(url: url, branch: branch)
            let view = try await admin.withClient { try await $0.setEndpoint(of: code, request) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("\(view.unit)\(view.branch ? " and its branch" : "") are served at \(view.url)")
        }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Clears an endpoint; the unit pulls from then on.",
            discussion: "Example:\n  axisctl endpoint clear H24.12"
        )

        @Argument(help: "The unit's code.")
        var code: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            try await admin.withClient { try await $0.clearEndpoint(of: code) }
            Output.say("\(code) has no endpoint of its own any more.")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists endpoints.",
            discussion: "Example:\n  axisctl endpoint list"
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let items = try await admin.withClient { try await $0.endpoints() }
            if admin.isJSON { return try Output.say(json: items) }
            var table = Table([.text("UNIT"), .text("SERVES"), .text("URL")])
            for item in items { table.add([item.unit, item.branch ? "branch" : "unit", item.url]) }
            Output.say(table)
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has the daemon connect to an endpoint, without a document.",
            discussion: "Example:\n  axisctl endpoint test H24.12"
        )

        @Argument(help: "The unit's code.")
        var code: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let report = try await Progress.during("Connecting") { [admin, code] in
                try await admin.withClient { try await $0.testEndpoint(of: code) }
            }
            try Findings.show(report, admin)
        }
    }
}
