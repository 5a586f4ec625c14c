// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation
import Glibc
import Testing

extension Integration {
    /// The verbs of `axisctl client`, against the real daemon.
    @Suite struct ClientTests {
        /// Runs a test against a daemon whose key file is its own.
        private static func run(_ body: (TestDaemon, String) async throws -> Void) async throws {
            let keyFile = FileManager.default.temporaryDirectory
                .appendingPathComponent("axis-keys-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: keyFile) }
            let made = try await CommandRun.run(Binaries.path("axisctl"), ["client", "new-key", keyFile])
            #expect(made.status == 0, "\(made)")
            let environment = ["AXIS_VXP_KEY_FILE": keyFile, "AXIS_VXP_PORT": "0"]
            try await World.run(environment: environment) { try await body($0, keyFile) }
        }

        @Test func `a system id is added, shown, rotated, revoked, and its secret stands nowhere else`() async throws {
            try await Self.run { daemon, _ in
                let added = try await daemon.axisctl(
                    "client",
                    "add",
                    "000.00.00.H24",
                    "--unit",
                    "H24",
                    "--from",
                    "10.24.0.0/16",
                    "2001:db8::/32"
                ).expectingSuccess()
                let secret = added.output.trimmingCharacters(in: .newlines)
                #expect(secret.count == 64 && added.complaint.contains("shown once"), "\(added.complaint)")
                let shown: ClientView = try await daemon.axisctl(
                    "client",
                    "show",
                    "000.00.00.H24",
                    "--output",
                    "json"
                ).expectingSuccess().json()
                #expect(shown.unit == "H24" && shown.from?.map(\.description) == ["10.24.0.0/16", "2001:db8::/32"])
                let list = try await daemon.axisctl("client", "list").expectingSuccess()
                #expect(list.output.contains("000.00.00.H24") && list.output.contains("10.24.0.0/16"))
                let again = try await daemon.axisctl("client", "add", "000.00.00.H24", "--unit", "G22", "--any-address")
                #expect(again.status == 1 && again.complaint.contains("code-taken"), "\(again)")
                #expect(try await daemon.axisctl("client", "add", "x", "--unit", "G22").status == 64)
                #expect(
                    try await daemon.axisctl("client", "add", "x", "--unit", "G22", "--from", "10.1.1.1/8").status == 64
                )

                let rotated: ClientSecretReport = try await daemon.axisctl(
                    "client",
                    "rotate",
                    "000.00.00.H24",
                    "--overlap",
                    "7d",
                    "--output",
                    "json"
                ).expectingSuccess().json()
                let second = try #require(rotated.secret?.text)
                #expect(rotated.client.secrets.count == 2 && second != secret)
                let third = try await daemon.axisctl("client", "rotate", "000.00.00.H24", "--overlap", "1d")
                #expect(third.status == 1 && third.complaint.contains("two secrets"), "\(third)")

                let file = daemon.directory.appendingPathComponent("old.txt")
                try "testsecret\n".write(to: file, atomically: true, encoding: .utf8)
                let taken = try await daemon.axisctl(
                    "client",
                    "add",
                    "vxp.saas.03",
                    "--unit",
                    "G22",
                    "--any-address",
                    "--secret-file",
                    file.path
                ).expectingSuccess()
                #expect(taken.output.isEmpty && taken.complaint.contains("10 bytes"), "\(taken)")
                _ = try await daemon.axisctl("client", "set-addresses", "vxp.saas.03", "--from", "127.0.0.1")
                    .expectingSuccess()
                let dry: UnitClosingReport = try await daemon.axisctl(
                    "unit",
                    "close",
                    World.wards[0],
                    "--dry-run",
                    "--output",
                    "json"
                ).expectingSuccess().json()
                #expect(dry.items.first?.clients == [])
                _ = try await daemon.axisctl("client", "revoke", "vxp.saas.03", "--reason", "thử").expectingSuccess()

                let backup = daemon.directory.path + "/backup"
                _ = try await daemon.axisctl("backup", backup).expectingSuccess()
                let audit = try await daemon.axisctl("audit", "list", "--output", "json").expectingSuccess().output
                #expect(audit.contains("client.add") && audit.contains("client.revoke"))
                let log = daemon.log.joined(separator: "\n")
                let database = try Data(contentsOf: URL(fileURLWithPath: backup + "/axis.sqlite"))
                for word in [secret, second, "testsecret"] {
                    #expect(!audit.contains(word) && !log.contains(word))
                    #expect(database.range(of: Data(word.utf8)) == nil)
                }
                #expect(try FileManager.default.subpathsOfDirectory(atPath: backup).allSatisfy { !$0.contains("keys") })
            }
        }

        @Test func `a new key is read on SIGHUP, and after rewrap the old one can go`() async throws {
            try await Self.run { daemon, keyFile in
                for number in 0..<3 {
                    _ = try await daemon.axisctl("client", "add", "sys.\(number)", "--unit", "G22", "--any-address")
                        .expectingSuccess()
                }
                _ = try await daemon.axisctl("client", "new-key", keyFile).expectingSuccess()
                daemon.signal(SIGHUP)
                try await eventually(
                    "the keys are read again",
                    holds: { daemon.log.contains { $0.contains("were read again") } }
                )
                let report: ClientRewrapReport = try await daemon.axisctl("client", "rewrap", "--output", "json")
                    .expectingSuccess().json()
                #expect(report.rewrapped == 3 && report.examined == 3)
                let lines = try String(contentsOfFile: keyFile, encoding: .utf8).split(separator: "\n")
                #expect(lines.count == 2 && lines[0].hasPrefix(report.key))
                try (lines[0] + "\n").write(toFile: keyFile, atomically: false, encoding: .utf8)
                #expect(await daemon.stop() == 0)
                try await daemon.start()
                let doctor = try await daemon.axisctl("doctor").output
                #expect(!doctor.contains("system id"), "\(doctor)")
                // With another key nothing opens, and doctor says so.
                try FileManager.default.removeItem(atPath: keyFile)
                _ = try await daemon.axisctl("client", "new-key", keyFile).expectingSuccess()
                #expect(await daemon.stop() == 0)
                try await daemon.start()
                #expect(try await daemon.axisctl("doctor").output.contains("system id sys.1"))
                #expect(daemon.log.contains { $0.contains("no key of vxp.keyFile opens secrets") })
                let failed = try await daemon.axisctl("client", "rewrap")
                #expect(failed.status == 1 && failed.complaint.contains("sys.0, sys.1, sys.2"), "\(failed)")
            }
        }

        @Test func `a system id whose row is broken keeps neither the daemon nor the others from their work`()
            async throws
        {
            try await Self.run { daemon, _ in
                for name in ["sys.1", "sys.2", "sys.3"] {
                    _ = try await daemon.axisctl("client", "add", name, "--unit", "G22", "--any-address")
                        .expectingSuccess()
                }
                #expect(await daemon.stop() == 0)
                let change =
                    "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); "
                    + "d.execute(\"UPDATE client SET content='{' WHERE system_id='sys.2'\"); d.commit(); d.close()"
                let changed = try await CommandRun.run(
                    "/usr/bin/python3",
                    ["-c", change, daemon.data + "/axis.sqlite"]
                )
                #expect(changed.status == 0, "\(changed)")
                try await daemon.start()
                #expect(daemon.log.contains { $0.contains("can't be read from the store") })
                let list = try await daemon.axisctl("client", "list").expectingSuccess().output
                #expect(list.contains("sys.1") && !list.contains("sys.2") && list.contains("sys.3"))
                _ = try await daemon.axisctl("client", "rotate", "sys.3").expectingSuccess()
                #expect(try await daemon.axisctl("client", "rotate", "sys.2").status == 1)
                #expect(try await daemon.axisctl("doctor").output.contains("system id sys.2"))
                let found = try await daemon.axisctl("check-store")
                #expect((found.output + found.complaint).contains("system id sys.2"), "\(found)")
            }
        }

        @Test func `without a key file the verbs say what to configure, an open one stops the start`() async throws {
            try await World.run { daemon in
                let refused = try await daemon.axisctl("client", "add", "a", "--unit", "G22", "--any-address")
                #expect(refused.status == 1 && refused.complaint.contains("vxp.keyFile"), "\(refused)")
                #expect(try await daemon.axisctl("client", "list").status == 0)
                let keyFile = daemon.directory.appendingPathComponent("keys").path
                _ = try await daemon.axisctl("client", "new-key", keyFile).expectingSuccess()
                #expect(chmod(keyFile, 0o644) == 0)
                #expect(await daemon.stop() == 0)
                let inside = daemon.data + "/keys"
                try FileManager.default.copyItem(atPath: keyFile, toPath: inside)
                #expect(chmod(inside, 0o600) == 0)
                for (path, word) in [(keyFile, "chmod 600"), (inside, "data directory")] {
                    let run = try await CommandRun.run(
                        Binaries.path("axisd"),
                        ["--data-dir", daemon.data],
                        environment: daemon.environment.merging(["AXIS_VXP_KEY_FILE": path, "AXIS_VXP_PORT": "0"]) {
                            $1
                        },
                        directory: daemon.directory
                    )
                    #expect(run.status != 0 && (run.complaint + run.output).contains(word), "\(run)")
                }
            }
        }
    }
}
