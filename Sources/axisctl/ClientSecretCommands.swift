// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel
import AxisSignature

extension ClientCommand {
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a system id a new secret; it is shown once.",
            discussion: """
                With --overlap both secrets verify for that long, so that the document system changes over without an \
                outage. Without it the old secret ends at once.

                Examples:
                  axisctl client rotate 000.00.00.H24 --overlap 7d
                  axisctl client rotate 000.00.00.H24
                """
        )

        @Argument(help: "The system id.")
        var systemID: String

        @Option(help: "How long the old secret still verifies, e.g. 36h or 7d, up to 90d.")
        var overlap: DurationArgument?

        @Option(help: ArgumentHelp("Takes a secret that the agency made, from a file's line.", valueName: "file"))
        var secretFile: String?

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let request = ClientRotateRequest(
                overlap: overlap?.seconds,
                secret: try secretFile.map { try SecretFile.read($0) }
            )
            let report = try await admin.withClient { try await $0.rotateClient(systemID, request) }
            let end = report.client.secrets.first?.until
            let old = end.map { "the old one verifies until \($0)" } ?? "the old one has ended"
            try ClientText.say(report, asJSON: admin.isJSON, done: "\(systemID) has a new secret; \(old).")
        }
    }

    struct Rewrap: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seals all secrets anew under the key file's first key.",
            discussion: """
                Put a new key first with `axisctl client new-key`, send axisd SIGHUP, run this, then remove the old \
                keys' lines from the file.

                Example:
                  axisctl client rewrap
                """
        )

        @OptionGroup var admin: AdminOptions

        func run() async throws {
            let total = try await admin.withClient { client in
                var total = try await client.rewrapClients()
                while let next = total.next {
                    if Output.isErrorTerminal { Output.mutter("\r\(total.examined) system ids") }
                    let batch = try await client.rewrapClients(after: next)
                    total.key = batch.key
                    total.examined += batch.examined
                    total.rewrapped += batch.rewrapped
                    total.unreadable += batch.unreadable
                    total.next = batch.next
                }
                return total
            }
            if admin.isJSON {
                try Output.say(json: total)
            } else {
                Output.say("\(total.rewrapped) secrets of \(total.examined) system ids were sealed under \(total.key).")
            }
            guard total.unreadable.isEmpty else {
                let some = Set(total.unreadable).sorted().prefix(20).joined(separator: ", ")
                throw CommandFailure(
                    "No key of the file opens secrets of: \(some). Keep the old keys, or rotate these."
                )
            }
        }
    }

    struct NewKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new-key",
            abstract: "Makes a key file, or puts a new key first in one that is there.",
            discussion: """
                Runs without the daemon, as the user that axisd runs as. The file gets mode 0600 and lies outside the \
                data directory; name it in the configuration as vxp.keyFile. Keep a copy of it apart from the backups: \
                without it no secret can be opened, with it and a backup all can.

                Example:
                  axisctl client new-key /etc/axis/vxp.keys
                """
        )

        @Argument(help: "The key file.")
        var file: String

        func run() async throws {
            do throws(SignatureError) {
                let keys = try KeyFile.addKey(to: file)
                Output.say("\(file) has the new key \(keys.current), \(keys.ids.count) in all.")
                if KeyFile.belongsToRoot(file) {
                    Output.complain("Warning: the file is root's; if axisd runs as axis, run: chown axis: \(file)")
                }
            } catch {
                throw CommandFailure(error.english)
            }
        }
    }
}

/// Reads a secret from a file: its one line.
enum SecretFile {
    static func read(_ path: String) throws -> SecretText {
        do throws(SignatureError) {
            return SecretText(try KeyFile.readLine(path))
        } catch {
            throw CommandFailure(error.english)
        }
    }
}

/// A length of time on the command line: `36h`, `7d`.
struct DurationArgument: ExpressibleByArgument {
    /// In seconds.
    let seconds: Int64

    init?(argument: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last, let factor = units[unit], let number = Int64(argument.dropLast()),
            (0..<1_000_000).contains(number)
        else { return nil }
        seconds = number * factor
    }
}

/// System ids as people read them.
enum ClientText {
    /// Says what was done, and shows the new secret: alone on standard output, so that a file can take it.
    static func say(_ report: ClientSecretReport, asJSON isJSON: Bool, done: String) throws {
        if isJSON { try Output.say(json: report) } else { Output.complain(Output.plain(done, lineBreaks: false)) }
        for warning in report.warnings { Output.complain("Warning: \(warning)") }
        guard let secret = report.secret else { return }
        Output.complain("Warning: this secret is shown once; keep it from others and give it to the agency safely.")
        if !isJSON { Output.say(secret.text) }
    }

    static func addresses(_ view: ClientView) -> String {
        view.from.map { $0.map(\.description).joined(separator: ", ") } ?? "any address"
    }

    static func table(_ items: [ClientView]) -> Table {
        var table = Table([
            .text("SYSTEM ID"), .text("UNIT"), .text("STATE"), .number("SECRETS"), .flexible("FROM"), .text("ADDED"),
        ])
        for item in items {
            table.add([
                item.systemId, item.unit, item.state, String(item.secrets.count), addresses(item),
                item.addedAt.description,
            ])
        }
        return table
    }

    static func lines(_ view: ClientView) -> [String] {
        var rows = [("System id", view.systemId), ("Unit", view.unit), ("State", view.state)]
        rows.append(("From", addresses(view)))
        rows.append(("Oldest", view.maximumAge.map { "\($0) s" } ?? "any age"))
        rows += view.secrets.map { secret in
            let end = secret.until.map { ", until \($0)" } ?? ""
            return (
                "Secret \(secret.number)",
                "\(secret.origin) \(secret.createdAt) by \(secret.createdBy)\(end), key \(secret.key)"
            )
        }
        rows.append(("Added", "\(view.addedAt) by \(view.addedBy)"))
        if let at = view.revokedAt { rows.append(("Revoked", "\(at): \(view.reason ?? "-")")) }
        if let basis = view.legalBasis { rows.append(("Legal basis", basis)) }
        if let note = view.note { rows.append(("Note", note)) }
        return rows.map { name, value in
            Output.plain(name + String(repeating: " ", count: max(1, 13 - name.count)) + value, lineBreaks: false)
        }
    }
}
