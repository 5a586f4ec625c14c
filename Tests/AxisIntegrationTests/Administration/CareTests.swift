// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisModel
import AxisSignature
import Foundation
import Testing

extension Integration {
    /// What operators lean on: restarts, backups, refusals to start.
    @Suite struct CareTests {
        private let ward = World.wards[0]

        @Test func `a restart changes nothing that anybody can see`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let (bytes, receipt) = try await sender.send(1, to: [ward, World.wards[1]])
                let claimed = try #require(
                    try await reader.client.claim(ClaimRequest(unit: ward, limit: 1, seconds: 600)).items.first
                )
                let before = try await sender.client.envelope(receipt.envelopeId)
                let units = try await daemon.admin().exportUnits(.json)
                #expect(await daemon.stop() == 0)
                try await daemon.start()
                let again = try Office(World.sender, at: daemon)
                #expect(try await again.client.envelope(receipt.envelopeId) == before)
                #expect(try await again.client.receipt(receipt.envelopeId) == receipt)
                #expect(try await daemon.admin().exportUnits(.json) == units)
                let submission = try await again.client.submit(bytes)
                #expect(!submission.isNew && submission.receipt == receipt)
                // A lease outlives the daemon as well.
                let returned = try Office(ward, at: daemon)
                #expect(try await returned.client.claim(ClaimRequest(unit: ward)).items.isEmpty)
                let done = AcknowledgeRequest(outcome: .done, leaseToken: claimed.leaseToken)
                #expect(try await returned.client.acknowledge(claimed.deliveryId, done).state == .acknowledged)
            }
        }

        @Test(.enabled(if: System.has("python3")))
        func `an upload under way when the daemon is asked to stop gets its receipt`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let body = try Documents.document(from: World.sender, to: [ward], number: 1).signed(by: sender.key)
                let head =
                    "POST /v1/envelopes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\n"
                    + "Content-Length: \(body.count)\r\n\r\n"
                let signal = daemon.directory.appendingPathComponent("go-on")
                let process = try daemon.wire(as: World.sender).start(
                    [
                        .get(name: "", path: "/v1/codes/H24"), .send(Array(head.utf8) + body.prefix(100)),
                        .wait(for: signal), .send(Array(body.dropFirst(100))), .read(name: "receipt"),
                    ],
                    in: daemon.directory
                )
                try await process.wait(forLine: "waiting")
                async let status = daemon.stop()
                // The daemon has begun to stop once it says so on its operations port, or no longer answers there.
                try await eventually("the beginning of the end", holds: { await !isReady(daemon) })
                try Data().write(to: signal)
                _ = await process.waitForEnd()
                #expect(await status == 0)
                let answer = try #require(Wire.answers(process).last)
                #expect(answer.status == 201, "\(answer)")
                try await daemon.start()
                let found = try await Office(World.sender, at: daemon).client.envelopes().items
                #expect(found.count == 1)
            }
        }

        @Test func `a restored backup holds what was open until an administrator releases it`() async throws {
            try await World.run { daemon in
                let sender = try Office(World.sender, at: daemon)
                let reader = try Office(ward, at: daemon)
                let (bytes, receipt) = try await sender.send(1, to: [ward])
                let big = try Documents.big(from: World.sender, to: [ward], bytes: 300_000).signed(by: sender.key)
                let large = try await sender.client.submit(big).receipt
                let done = try await sender.send(2, to: [ward]).receipt
                let item = try #require(done.recipients.first)
                try await reader.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                let backup = daemon.directory.path + "/backup"
                let made: BackupReport = try await daemon.axisctl("backup", backup, "--output", "json")
                    .expectingSuccess().json()
                #expect(made.logSize == 3 && made.objects == 1)
                let later = try await sender.send(3, to: [ward]).receipt.envelopeId
                await daemon.kill()

                let short = try await restore(backup, daemon, into: "short", "--minimum-log-size", "4")
                #expect(short.status == 1, "a log shorter than a checkpoint that is known: \(short)")
                try FileManager.default.moveItem(atPath: daemon.data, toPath: daemon.data + "-lost")
                #expect(try await restore(backup, daemon, into: "data").status == 0)
                #expect(try await restore(backup, daemon, into: "data").status == 1, "never over anything")

                try await daemon.start()
                let again = try Office(World.sender, at: daemon)
                for id in [receipt.envelopeId, large.envelopeId] {
                    let held = try await again.delivery(of: id, to: ward)
                    #expect(held.state == .held && held.holdReason == .restored)
                }
                #expect(try await again.delivery(of: done.envelopeId, to: ward).state == .acknowledged)
                #expect(await again.refusal { _ = try await $0.envelope(later) } == .notFound)
                #expect(try await Office(ward, at: daemon).client.inbox().items.isEmpty)
                _ = try await daemon.axisctl("queue", "release", ward).expectingSuccess()
                let items = try await Office(ward, at: daemon).client.inbox().items
                #expect(Set(items.map(\.envelopeId)) == [receipt.envelopeId, large.envelopeId])
                for item in items {
                    let fetched = try await Office(ward, at: daemon).client.fetch(item.deliveryId).bytes
                    #expect(fetched == (item.envelopeId == large.envelopeId ? big : bytes))
                }
                #expect(try await again.client.receipt(receipt.envelopeId) == receipt)
                let check = try await daemon.admin().checkStore()
                #expect(check.findings.allSatisfy { $0.level == "ok" }, "\(check)")
            }
        }

        @Test func `a second daemon, open directories and open keys are refused with a sentence`() async throws {
            try await World.run { daemon in
                let second = try await CommandRun.run(
                    Binaries.path("axisd"),
                    ["--data-dir", daemon.data],
                    environment: daemon.environment.filter { $0.key.hasPrefix("AXIS_") },
                    directory: daemon.directory
                )
                #expect(second.status == 1 && second.complaint.contains(daemon.data), "\(second)")
                #expect(try await daemon.admin().administrators().count == 1)
                #expect(await daemon.stop() == 0)

                chmod(daemon.data, 0o755)
                let open = try await CommandRun.run(
                    Binaries.path("axisd"),
                    ["--data-dir", daemon.data],
                    environment: daemon.environment.filter { $0.key.hasPrefix("AXIS_") },
                    directory: daemon.directory
                )
                #expect(open.status == 1 && open.complaint.contains(daemon.data), "\(open)")
                chmod(daemon.data, 0o700)

                for key in ["sealing.key", "server.key"] {
                    chmod(daemon.pki + "/" + key, 0o644)
                    let loose = try await CommandRun.run(
                        Binaries.path("axisd"),
                        ["--data-dir", daemon.data],
                        environment: daemon.environment.filter { $0.key.hasPrefix("AXIS_") },
                        directory: daemon.directory
                    )
                    #expect(loose.status == 1 && loose.complaint.contains(key), "\(loose)")
                    chmod(daemon.pki + "/" + key, 0o600)
                }
                try await daemon.start()
            }
        }

        @Test func `nothing of the environment is logged, at any level`() async throws {
            let secret = "bi-mat-\(UUID().uuidString)"
            try await World.run(environment: ["AXIS_LOG_LEVEL": "trace", "SOME_PASSWORD": secret]) { daemon in
                _ = try await Office(World.sender, at: daemon).send(1, to: [ward])
                daemon.signal(SIGHUP)
                try await eventually("the reload", holds: { daemon.log.contains { $0.contains("were read again") } })
                let log = daemon.logOfNow
                #expect(await daemon.stop() == 0)
                let lines = log()
                #expect(lines.contains { $0.contains("has stopped") })
                #expect(!lines.contains { $0.contains(secret) || $0.contains("PRIVATE KEY") })
            }
        }

        @Test func `faults of the configuration are named with file, line and key`() async throws {
            let daemon = try TestDaemon(units: [])
            defer { daemon.remove() }
            let file = daemon.directory.appendingPathComponent("axis.yaml")
            let text = "agency:\n  port: 99999\nlimits:\n  envelope: viel\n  nonsense: 1\n"
            try text.write(to: file, atomically: true, encoding: .utf8)
            let wrong = try await CommandRun.run(
                Binaries.path("axisd"),
                ["--config", file.path, "--check-config"],
                directory: daemon.directory
            )
            #expect(wrong.status == 1)
            for place in [":2: agency.port", ":4: limits.envelope", ":5: limits.nonsense"] {
                #expect(wrong.complaint.contains(file.path + place), "\(place) in \(wrong.complaint)")
            }
            let right = try await CommandRun.run(
                Binaries.path("axisd"),
                ["--check-config"],
                environment: daemon.environment.filter { $0.key.hasPrefix("AXIS_") },
                directory: daemon.directory
            )
            #expect(right.status == 0, "\(right)")
        }

        private func restore(
            _ backup: String,
            _ daemon: TestDaemon,
            into name: String,
            _ more: String...
        ) async throws -> CommandRun {
            try await CommandRun.run(
                Binaries.path("axisd"),
                ["--restore", backup, "--data-dir", daemon.directory.path + "/" + name] + more,
                environment: daemon.environment.filter { $0.key.hasPrefix("AXIS_") },
                directory: daemon.directory
            )
        }

        private func isReady(_ daemon: TestDaemon) async -> Bool {
            guard let url = URL(string: daemon.operations + "/readyz") else { return false }
            let run = try? await CommandRun.run(
                "/usr/bin/env",
                [
                    "python3", "-c", "import urllib.request,sys; urllib.request.urlopen(sys.argv[1], timeout=2)",
                    url.absoluteString,
                ]
            )
            return run?.status == 0
        }
    }
}
