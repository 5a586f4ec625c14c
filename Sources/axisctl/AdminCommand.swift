// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "Named administrators and their roles.",
        subcommands: [Add.self, List.self, Remove.self]
    )

    enum Role: String, ExpressibleByArgument, CaseIterable {
        case registrar
        case `operator`
        case auditor
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a named administrator, or replaces the one of that name.",
            discussion: """
                registrar changes units, certificates, grants and administrators; operator changes queues and \
                endpoints, holds drills, backs up and checks the store; auditor reads everything.

                Examples:
                  axisctl admin add an.nguyen --role registrar --role operator --uid 1000
                  axisctl admin add kiem.toan --role auditor --cert kiem-toan.pem
                """
        )

        @Argument(help: "The administrator's name, as the audit log will show it.")
        var name: String

        @Option(parsing: .upToNextOption, help: "registrar, operator or auditor; several may be given.")
        var role: [Role]

        @Option(help: "The Unix user that calls over the socket.")
        var uid: UInt32?

        @Option(
            name: .customLong("cert"),
            help: ArgumentHelp("The certificate that calls over HTTPS, PEM.", valueName: "file")
        )
        var certificate: String?

        @OptionGroup var admin: AdminOptionsWithoutCert

        func validate() throws {
            guard !role.isEmpty else { throw ValidationError("Name at least one --role.") }
            guard (uid == nil) != (certificate == nil) else { throw ValidationError("Give --uid or --cert.") }
        }

        func run() async throws {
            let request = AdministratorAddRequest(
                name: name,
                roles: role.map(\.rawValue),
                uid: uid,
                certificate: try certificate.map(CertificateFile.read)
            )
            let view = try await admin.withClient { try await $0.addAdministrator(request) }
            if admin.isJSON { return try Output.say(json: view) }
            Output.say("\(view.name) is \(view.roles.joined(separator: ", ")).")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the administrators.",
            discussion: "Example:\n  axisctl admin list --output json"
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let items = try await admin.withClient { try await $0.administrators() }
            if admin.isJSON { return try Output.say(json: items) }
            var table = Table([.text("NAME"), .text("ROLES"), .text("UID"), .text("CERTIFICATE")])
            for item in items {
                table.add([
                    item.name, item.roles.joined(separator: ","), item.uid.map(String.init) ?? "-",
                    item.fingerprint?.description ?? "-",
                ])
            }
            Output.say(table)
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes an administrator off.",
            discussion: "Example:\n  axisctl admin remove an.nguyen"
        )

        @Argument(help: "The administrator's name.")
        var name: String

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            try await admin.withClient { try await $0.removeAdministrator(name) }
            Output.say("\(name) is no administrator any more.")
        }
    }
}
