// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AxisClient
import AxisCommand
import AxisModel

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the store of the running daemon, with a signed manifest.",
        discussion: """
            The directory is made by the daemon, on its machine; it must not exist yet. Restore with axisd --restore DIR.

            Example:
              axisctl backup /var/backups/axis/2026-11-23
            """
    )

    @Argument(help: "The new directory, an absolute path on the daemon's machine.")
    var directory: String

    @OptionGroup var admin: AdminOptions

    func validate() throws {
        guard directory.hasPrefix("/") else { throw ValidationError("Give the directory as an absolute path.") }
    }

    func run() async throws {
        let report = try await Progress.during("Backing up") { [admin, directory] in
            try await admin.withClient { try await $0.backUp(to: directory) }
        }
        if admin.isJSON { return try Output.say(json: report) }
        Output.say(
            "\(report.directory): \(report.objects) payload files, \(report.bytes) bytes, log of \(report.logSize) leaves."
        )
    }
}

struct CheckStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-store",
        abstract: "Has the daemon read its store over, hashes included.",
        discussion: "Example:\n  axisctl check-store"
    )

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let report = try await Progress.during("Checking the store") { [admin] in
            try await admin.withClient { try await $0.checkStore() }
        }
        try Findings.show(report, admin)
    }
}

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Says what is wrong with the daemon or its surroundings, and what to do.",
        discussion: "Example:\n  axisctl doctor"
    )

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let report = try await admin.withClient { try await $0.doctor() }
        try Findings.show(report, admin)
    }
}

enum Findings {
    /// Shows a report; fails when one of its findings is a fault.
    static func show(_ report: CheckReport, _ admin: AdminOptions) throws {
        if admin.isJSON {
            try Output.say(json: report)
        } else {
            var table = Table([.text("LEVEL"), .text("SUBJECT"), .text("FINDING")])
            for finding in report.findings { table.add([finding.level, finding.subject, finding.detail]) }
            if report.findings.isEmpty { Output.say("Nothing is wrong.") } else { Output.say(table) }
        }
        let faults = report.findings.filter { $0.level == "fault" }.count
        guard faults == 0 else { throw CommandFailure("\(faults) faults were found.") }
    }
}
