// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import Foundation
import Testing

extension Integration {
    /// A drill to the units that one provincial system serves, with the daemon killed on the way.
    @Suite(.enabled(if: System.has("python3"))) struct DrillTests {
        private static let province = "H24"
        /// Never fetched.
        private static let silent = "H24.DT19"
        /// Pushed to, and refusing at first.
        private static let pushed = "H24.DT20"
        private static let codes = (1...20).map { "H24.DT" + ($0 < 10 ? "0\($0)" : "\($0)") }

        private static func with(_ body: (TestDaemon) async throws -> Void) async throws {
            let daemon = try TestDaemon(units: [province])
            do {
                try await daemon.start()
                try await daemon.register([province], parent: nil)
                let admin = try daemon.admin()
                for code in codes {
                    _ = try await admin.addUnit(
                        UnitAddRequest(
                            code: code,
                            name: "Phường thử \(code)",
                            kind: "ward",
                            parent: province,
                            legalBasis: "thử nghiệm"
                        )
                    )
                }
                _ = try await admin.addGrant(
                    GrantAddRequest(
                        holder: province,
                        over: try #require(UnitPattern("H24.*")),
                        rights: ["receive", "send", "sign"],
                        legalBasis: "thử nghiệm"
                    )
                )
                await admin.shutdown()
                try await body(daemon)
            } catch {
                let log = daemon.log.suffix(30).joined(separator: "\n")
                await daemon.kill()
                daemon.remove()
                throw TooLate(description: "\(error)\nlog of axisd:\n\(log)")
            }
            await daemon.kill()
            daemon.remove()
        }

        private static func inbox(_ office: Office) async throws -> [InboxItem] {
            try await office.client.inbox(InboxQuery(unit: "H24.*", kind: .drill, limit: 100)).items
        }

        /// Waits until a report says what it should.
        private static func report(
            _ admin: AdminClient,
            _ id: DrillID,
            _ what: String,
            holds: (DrillView) -> Bool
        ) async throws -> DrillView {
            try await eventually(within: .seconds(30), what) {
                let view = try await admin.drill(id, allUnits: true)
                return holds(view) ? view : nil
            }
        }

        @Test func `a drill reaches all but the silent one, through a kill and a refusal, and says why`() async throws {
            try await Self.with { daemon in
                let receiver = try await PushReceiver(pki: daemon.pki)
                var admin = try daemon.admin()
                try await admin.setEndpoint(of: Self.pushed, EndpointRequest(url: receiver.address("refused")))
                try await admin.createCampaign(
                    CampaignCreateRequest(
                        id: "cd-101",
                        title: "Mã định danh cấp xã",
                        scope: [Self.province],
                        deadline: SystemClock().now() + .seconds(3600)
                    )
                )
                let started: DrillView = try await daemon.axisctl(
                    "drill",
                    "start",
                    "--campaign",
                    "cd-101",
                    "--units",
                    "H24.*",
                    "--attempts",
                    "10",
                    "--retry-after",
                    "1",
                    "--output",
                    "json"
                ).expectingSuccess().json()
                #expect(started.total == 20)

                // The refused one is tried again; its endpoint is mended.
                let refused = try await Self.report(admin, started.id, "a second attempt") { view in
                    view.units?.contains { $0.unit == Self.pushed && $0.attempts >= 2 } == true
                }
                #expect(refused.sent == 20)
                try await eventually(within: .seconds(20), "two pushes", holds: { receiver.pushes.count >= 2 })
                let pushes = receiver.pushes
                #expect(pushes.allSatisfy { $0.headers["axis-kind"] == "drill" })
                #expect(Set(pushes.compactMap { $0.headers["axis-delivery-id"] }).count == pushes.count)
                try await admin.setEndpoint(of: Self.pushed, EndpointRequest(url: receiver.address("ok")))

                var office = try Office(Self.province, at: daemon)
                var items = try await eventually(within: .seconds(20), "19 in the inbox") {
                    let items = try await Self.inbox(office)
                    return items.count >= 19 ? items : nil
                }
                #expect(Set(items.map(\.to)).isSuperset(of: Self.codes.dropLast()))
                #expect(items.allSatisfy { $0.subject.hasPrefix("[DIỄN TẬP] ") && $0.signature == .valid })
                let documents = try await office.client.inbox(InboxQuery(unit: "H24.*", kind: .document))
                #expect(documents.items.isEmpty, "it never mixes with real documents")
                let listed = try await daemon.axis(as: Self.province, ["inbox", "--kind", "drill"])
                #expect(listed.expectingSuccess().output.contains("drill"))

                let saved = try await daemon.axis(
                    as: Self.province,
                    ["fetch", try #require(items.first { $0.to != Self.silent }).deliveryId.description, "-o", "saved"]
                )
                #expect(saved.expectingSuccess().output.contains("A test document of a drill"))

                // Ten are acknowledged, one answers; then the daemon is killed.
                let readers = items.filter { $0.to != Self.silent && $0.to != Self.pushed }
                for item in readers.prefix(10) {
                    let bytes = try await office.client.fetch(item.deliveryId).bytes
                    try await office.client.acknowledge(item.deliveryId, AcknowledgeRequest(outcome: .done))
                    guard item.to == readers.first?.to else { continue }
                    _ = try await office.send(Documents.status(.accepted, to: bytes, from: item.to))
                }
                await daemon.kill()
                try await daemon.start()
                admin = try daemon.admin()
                office = try Office(Self.province, at: daemon)
                items = try await Self.inbox(office).filter { $0.to != Self.pushed }
                #expect(items.count == 9, "nothing was sent twice: \(items.map(\.to))")
                for item in items where item.to != Self.silent {
                    let run = try await daemon.axis(as: Self.province, ["ack", item.deliveryId.description])
                    _ = run.expectingSuccess()
                }
                let last = try await Self.report(admin, started.id, "19/20") { $0.text == "19/20" }
                #expect(last.missing?.map(\.unit) == [Self.silent])
                #expect(last.missing?.first?.english?.contains("waits in the inbox") == true)
                #expect(last.answered == 1)
                #expect(last.units?.first { $0.status == "03" }?.unit == readers.first?.to)
                let untouched = last.units?.filter { $0.unit != Self.pushed }.map(\.attempts)
                #expect(untouched == Array(repeating: 1, count: 19))

                let text = try await daemon.axisctl("drill", "report").expectingSuccess().output
                #expect(text.contains("19/20") && text.contains(Self.silent) && !text.contains("H24.DT01 "))
                let all = try await daemon.axisctl("drill", "report", "\(started.id)", "--all", "--csv")
                    .expectingSuccess().output
                #expect(all.contains("H24.DT01,Phường thử H24.DT01,acknowledged,1,"))
                let table = try await daemon.axisctl("drill", "list", "--campaign", "cd-101").expectingSuccess().output
                #expect(table.contains("19/20") && table.contains("cd-101"))
                let trail = try await daemon.axisctl("audit", "list").expectingSuccess().output
                #expect(trail.contains("drill.start"))
                #expect(try await daemon.axisctl("check-store").expectingSuccess().output.contains("ok"))
                await admin.shutdown()
                await receiver.stop()
            }
        }

        @Test func `waiting for a drill ends with 1 while units are missing, and calling it off takes back`()
            async throws
        {
            try await Self.with { daemon in
                let run = try await daemon.axisctl(
                    "drill",
                    "start",
                    "--units",
                    Self.silent,
                    "--wait",
                    "--within",
                    "2"
                )
                #expect(run.status == 1 && run.complaint.contains("1 of 1 units have not acknowledged"))
                #expect(run.output.contains("0/1") && run.output.contains("waits in the inbox"))
                let office = try Office(Self.province, at: daemon)
                #expect(try await Self.inbox(office).count == 1)
                let admin = try daemon.admin()
                let id = try #require(try await admin.drills().items.first?.id)
                _ = try await daemon.axisctl("drill", "cancel", "\(id)").expectingSuccess()
                #expect(try await Self.inbox(office).isEmpty)
                let view = try await admin.drill(id)
                #expect(view.cancelledAt != nil && view.missing?.first?.state == .failed)
                #expect(try await daemon.axisctl("drill", "start", "--units", "nowhere!").status == 64)
                #expect(try await daemon.axisctl("drill", "start", "--units", "H99.*").status == 1)
                await admin.shutdown()
            }
        }
    }
}
