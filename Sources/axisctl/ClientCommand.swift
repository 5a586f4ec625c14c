// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

/// System ids of the VXP interface.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "System ids of document systems on the VXP interface, and their secrets.",
        subcommands: [
            Add.self, List.self, Show.self, Rotate.self, Revoke.self, SetAddresses.self, Rewrap.self, NewKey.self,
        ]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Registers a system id for a unit; its secret is shown once.",
            discussion: """
                The secret goes to standard output and is never shown again. A system id belongs to its unit for ever: \
                revoked, it comes back for the same unit only.

                Examples:
                  axisctl client add 000.00.00.H24 --unit H24 --from 10.24.0.0/16
                  axisctl client add 000.00.00.H24 --unit H24 --from 10.24.0.5 2001:db8:24::/48 --max-age 30d
                  axisctl client add vxp.haiphong --unit H24 --any-address --secret-file old-secret.txt
                """
        )

        @Argument(help: "The system id, as the document system is configured with it.")
        var systemID: String

        @Option(help: "The code of the unit that holds it.")
        var unit: String

        @OptionGroup var addresses: ClientAddresses

        @Option(help: "How old a request's timestamp may be; the SDK makes it once, when it starts.")
        var maxAge: DurationArgument?

        @Option(help: ArgumentHelp("Takes the agency's existing secret over, from a file's line.", valueName: "file"))
        var secretFile: String?

        @Option(help: "The decision it rests on.")
        var legalBasis: String?

        @Option(help: "A remark for administrators.")
        var note: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = ClientAddRequest(
                systemId: systemID,
                unit: unit,
                from: addresses.ranges,
                anyAddress: addresses.anyAddress ? true : nil,
                maximumAge: maxAge?.seconds,
                secret: try secretFile.map { try SecretFile.read($0) },
                legalBasis: legalBasis,
                note: note
            )
            let report = try await admin.withClient { try await $0.addClient(request) }
            try ClientText.say(
                report,
                asJSON: admin.isJSON,
                done: "\(systemID) is registered for \(report.client.unit)."
            )
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists system ids, of one unit or of all.",
            discussion: "Examples:\n  axisctl client list\n  axisctl client list --unit H24 --output json"
        )

        @Option(help: "Only of this unit.")
        var unit: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let items = try await admin.withClient { client in
                var items = try await client.clients(of: unit)
                var page = items
                while unit == nil, page.count == 1000, let last = page.last {
                    page = try await client.clients(after: last.systemId)
                    items += page
                }
                return items
            }
            if admin.isJSON { return try Output.say(json: items) }
            Output.say(ClientText.table(items))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one system id; never its secrets.",
            discussion: "Example:\n  axisctl client show 000.00.00.H24"
        )

        @Argument(help: "The system id.")
        var systemID: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let view = try await admin.withClient { try await $0.client(systemID) }
            if admin.isJSON { return try Output.say(json: view) }
            ClientText.lines(view).forEach { Output.say($0) }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ends a system id and all its secrets at once.",
            discussion: "Example:\n  axisctl client revoke 000.00.00.H24 --reason \"lộ khóa bí mật\""
        )

        @Argument(help: "The system id.")
        var systemID: String

        @Option(help: "Why.")
        var reason: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let view = try await admin.withClient { try await $0.revokeClient(systemID, reason: reason) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("\(view.systemId) is revoked; its secrets are gone.")
        }
    }

    struct SetAddresses: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-addresses",
            abstract: "Says anew where a system id's requests may come from.",
            discussion: """
                Examples:
                  axisctl client set-addresses 000.00.00.H24 --from 10.24.0.0/16 10.25.0.0/16
                  axisctl client set-addresses 000.00.00.H24 --any-address --max-age 0d
                """
        )

        @Argument(help: "The system id.")
        var systemID: String

        @OptionGroup var addresses: ClientAddresses

        @Option(help: "How old a request's timestamp may be, 0d for any age; as it was when missing.")
        var maxAge: DurationArgument?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = ClientAddressesRequest(
                from: addresses.ranges,
                anyAddress: addresses.anyAddress ? true : nil,
                maximumAge: maxAge?.seconds
            )
            let view = try await admin.withClient { try await $0.setClientAddresses(systemID, request) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("\(view.systemId) may call from \(ClientText.addresses(view)).")
        }
    }
}

/// Where a system id's requests may come from.
struct ClientAddresses: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: "Networks that requests come from, e.g. 10.24.0.0/16; several may be given."
    )
    var from: [AddressRange] = []

    @Flag(help: "Takes requests from any address.")
    var anyAddress = false

    func validate() throws {
        guard from.isEmpty == anyAddress else {
            throw ValidationError("Name networks with --from, or say --any-address; one of both.")
        }
    }

    /// The networks; nil for anywhere.
    var ranges: [AddressRange]? { from.isEmpty ? nil : from }
}
