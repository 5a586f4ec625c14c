// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation
import Testing

extension Integration {
    /// The verbs of `axisctl`, each through the real socket.
    @Suite struct AdministrationTests {
        private let ward = World.wards[0]

        @Test func `units are added, shown, found, suspended, exported and imported`() async throws {
            try await World.run { daemon in
                let added: UnitView = try await json(
                    daemon,
                    "unit",
                    "add",
                    "H24.ZZ7",
                    "--name",
                    "Phường Thử Nghiệm",
                    "--kind",
                    "ward",
                    "--parent",
                    "H24",
                    "--alias",
                    "000.00.77.H24",
                    "--legal-basis",
                    "thử nghiệm"
                )
                #expect(added.code.text == "H24.ZZ7" && added.parent == "H24" && added.state == .active)
                let shown: UnitView = try await json(daemon, "unit", "show", "H24.ZZ7")
                #expect(shown.id == added.id && shown.route == "pull")
                let resolved: UnitView = try await json(daemon, "unit", "resolve", "000.00.77.H24")
                #expect(resolved.id == added.id)
                let human = try await daemon.axisctl("unit", "list").expectingSuccess()
                #expect(human.output.contains("H24.ZZ7") && human.output.contains("Phường Thử Nghiệm"))
                for (verb, state) in [("suspend", UnitState.suspended), ("resume", .active)] {
                    let view: UnitView = try await json(
                        daemon,
                        "unit",
                        verb,
                        "H24.ZZ7",
                        "--reason",
                        "thử",
                        "--legal-basis",
                        "thử nghiệm"
                    )
                    #expect(view.state == state)
                }
                let again = try await daemon.axisctl("unit", "add", "H24.ZZ7", "--name", "X", "--kind", "ward")
                #expect(again.status == 1 && again.complaint.contains("code-taken"), "\(again)")
                #expect(try await daemon.axisctl("unit", "add").status == 64)

                let list = daemon.directory.appendingPathComponent("list.csv")
                let good =
                    "\u{feff}mã định danh;tên;loại;parent\r\nH24.ZZ8;Xã Thử Tám;xã;H24\r\nH24.ZZ9;Xã Thử Chín;xã;H24\r\n"
                try good.write(to: list, atomically: true, encoding: .utf8)
                let dry: ImportReport = try await json(daemon, "unit", "import", list.path, "--dry-run")
                #expect(dry.dryRun && dry.added == 2)
                #expect(try await daemon.axisctl("unit", "show", "H24.ZZ8").status == 1)
                let done: ImportReport = try await json(daemon, "unit", "import", list.path)
                #expect(!done.dryRun && done.added == 2)
                let twice: ImportReport = try await json(daemon, "unit", "import", list.path)
                #expect(twice.added == 0 && twice.unchanged == 2)
                try (good + "h24.sai;Sai;xã;H24\r\nH24.ZZ10;;xã;H24\r\n").write(
                    to: list,
                    atomically: true,
                    encoding: .utf8
                )
                let faulty = try await daemon.axisctl("unit", "import", list.path)
                #expect(faulty.status == 1)
                #expect(faulty.complaint.contains("4") && faulty.complaint.contains("5"), "\(faulty.complaint)")

                let csv = try await daemon.axisctl("unit", "export", "--format", "csv").expectingSuccess().output
                #expect(csv.contains("H24.ZZ8") && csv.contains("Phường Thử Nghiệm"))
                // What was exported is a list that changes nothing when it is imported.
                try csv.write(to: list, atomically: true, encoding: .utf8)
                let round: ImportReport = try await json(daemon, "unit", "import", list.path)
                #expect(round.added == 0)
            }
        }

        @Test func `certificates, grants and endpoints are added, listed and ended`() async throws {
            try await World.run { daemon in
                let now = Int64(Date().timeIntervalSince1970)
                let file = try Issued(
                    "new-machine",
                    by: daemon.authority(),
                    validity: (now - 60)...(now + 3600),
                    in: daemon.directory
                ).certificateFile
                let taken = try await daemon.axisctl("cert", "add", ward, daemon.certificate("H24"), "--use", "tls")
                #expect(taken.status == 1 && taken.complaint.contains("H24"), "\(taken)")
                let binding: BindingView = try await json(daemon, "cert", "add", ward, file, "--use", "sign")
                #expect(binding.unit == ward && binding.use == "sign" && !binding.revoked)
                let listed: [BindingView] = try await json(daemon, "cert", "list", ward)
                #expect(listed.contains { $0.id == binding.id })
                let checked = try await daemon.axisctl("cert", "check", file, "--trust", daemon.pki + "/ca.pem")
                #expect(checked.status == 0 && checked.output.contains("new-machine"), "\(checked)")
                let ended: BindingView = try await json(
                    daemon,
                    "cert",
                    "revoke",
                    binding.id.description,
                    "--reason",
                    "thử"
                )
                #expect(ended.revoked)
                let grant: GrantView = try await json(
                    daemon,
                    "grant",
                    "add",
                    "H24",
                    "--over",
                    "H24.*",
                    "--right",
                    "receive",
                    "--legal-basis",
                    "thử nghiệm"
                )
                #expect(grant.holder == "H24" && grant.over.description == "H24.*" && grant.rights == ["receive"])
                let revoked: GrantView = try await json(
                    daemon,
                    "grant",
                    "revoke",
                    grant.id.description,
                    "--reason",
                    "thử"
                )
                #expect(revoked.revoked)

                _ = try await daemon.axisctl("endpoint", "set", ward, "https://127.0.0.1:1/x").expectingSuccess()
                let plain = try await daemon.axisctl("endpoint", "set", ward, "http://127.0.0.1:1/x")
                #expect(plain.status == 1, "\(plain)")
                let tested = try await daemon.axisctl("endpoint", "test", ward)
                #expect(tested.status == 1 && !(tested.output + tested.complaint).isEmpty, "\(tested)")
                _ = try await daemon.axisctl("endpoint", "clear", ward).expectingSuccess()
                let shown: UnitView = try await json(daemon, "unit", "show", ward)
                #expect(shown.route == "pull")
            }
        }

        @Test func `queues are held, released, retried and purged, and the sender is told`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let id = try await sender.send(1, to: [ward]).receipt.envelopeId
                let held: QueueActionResult = try await json(daemon, "queue", "hold", ward, "--note", "kiểm tra")
                #expect(held.changed == 1)
                let report: EnvelopeReport = try await json(daemon, "envelope", "show", id.description)
                #expect(report.deliveries.first?.holdReason == .administrator)
                #expect(try await Office(ward, at: daemon).client.inbox().items.isEmpty)
                let list: QueueList = try await json(daemon, "queue", "list")
                #expect(list.items.contains { $0.unit == ward && $0.held == 1 })
                let released: QueueActionResult = try await json(daemon, "queue", "release", ward)
                #expect(released.changed == 1)
                #expect(try await sender.delivery(of: id, to: ward).state == .queued)
                let purged: QueueActionResult = try await json(daemon, "queue", "purge", ward, "--note", "giải thể")
                #expect(purged.changed == 1)
                let dead = try await sender.delivery(of: id, to: ward)
                #expect(dead.state == .dead && dead.lastError == "giải thể")
                let trace = try await daemon.axisctl("envelope", "trace", id.description).expectingSuccess()
                #expect(trace.output.contains("dead") && trace.output.contains("giải thể"))
            }
        }

        @Test func `roles bound what an administrator may, and every change is audited`() async throws {
            try await World.run { daemon in
                let certificate = daemon.pki + "/admin.pem"
                let added: AdministratorView = try await json(
                    daemon,
                    "admin",
                    "add",
                    "kiem.toan",
                    "--role",
                    "auditor",
                    "--cert",
                    certificate
                )
                #expect(added.roles == ["auditor"] && added.fingerprint != nil)
                let remote = [
                    "--server", daemon.server, "--ca", daemon.pki + "/ca.pem", "--cert", certificate, "--key",
                    daemon.pki + "/admin.key",
                ]
                func auditor(_ arguments: String...) async throws -> CommandRun {
                    try await CommandRun.run(Binaries.path("axisctl"), arguments + remote, directory: daemon.directory)
                }
                #expect(try await auditor("unit", "list").status == 0)
                #expect(try await auditor("audit", "list").status == 0)
                for refused in [
                    ["unit", "add", "H24.ZZ7", "--name", "X", "--kind", "ward", "--parent", "H24"],
                    ["queue", "hold", ward, "--note", "x"], ["backup", daemon.directory.path + "/no"], ["check-store"],
                    ["endpoint", "set", ward, "https://127.0.0.1:1/"], ["admin", "remove", "first"],
                    ["grant", "add", "H24", "--over", ward, "--right", "send", "--legal-basis", "x"],
                ] {
                    let run = try await CommandRun.run(
                        Binaries.path("axisctl"),
                        refused + remote,
                        directory: daemon.directory
                    )
                    #expect(run.status == 1 && run.complaint.contains("forbidden"), "\(refused): \(run)")
                }
                let list: [AdministratorView] = try await json(daemon, "admin", "list")
                #expect(Set(list.map(\.name)) == ["first", "kiem.toan"])
                _ = try await daemon.axisctl("admin", "remove", "kiem.toan").expectingSuccess()
                let gone = try await auditor("unit", "list")
                #expect(gone.status == 1 && gone.complaint.contains("forbidden"), "\(gone)")

                let page = try await daemon.admin().audit(limit: 500)
                let words = Set(page.items.map(\.action))
                #expect(page.items.contains { $0.actor == "first" && $0.subject.contains("kiem.toan") }, "\(words)")
                #expect(page.items.contains { $0.action == "request.refused" })
            }
        }

        @Test(.enabled(if: System.has("python3")))
        func `the doctor and the store's check find nothing wrong with a healthy daemon`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                _ = try await sender.send(1, to: World.wards)
                let check: CheckReport = try await json(daemon, "check-store")
                #expect(check.findings.allSatisfy { $0.level == "ok" }, "\(check)")
                let doctor: CheckReport = try await json(daemon, "doctor")
                #expect(!doctor.findings.contains { $0.level == "fault" }, "\(doctor)")
                for (path, word) in [("/healthz", "live"), ("/readyz", "ready"), ("/metrics", "axis")] {
                    let script = "import urllib.request,sys; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
                    let run = try await CommandRun.run(
                        "/usr/bin/env",
                        ["python3", "-c", script, daemon.operations + path]
                    )
                    #expect(run.status == 0 && run.output.contains(word), "\(path): \(run)")
                }
            }
        }

        private func json<Value: Decodable>(_ daemon: TestDaemon, _ arguments: String...) async throws -> Value {
            let run = try await CommandRun.run(
                Binaries.path("axisctl"),
                arguments + ["--output", "json"],
                environment: ["AXIS_SOCKET": daemon.socket, "LC_ALL": "C.UTF-8"],
                directory: daemon.directory
            )
            guard run.status == 0 else {
                throw TooLate(description: "axisctl \(arguments.joined(separator: " ")): \(run)")
            }
            return try run.json()
        }
    }
}
