// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisClient
import AxisCommand
import AxisModel
import Foundation
import Testing

extension Integration {
    /// A campaign is followed: who owes a list is reminded, and the board shows what Axis saw and what was declared.
    @Suite struct FollowingTests {
        private let ward = World.wards[0]

        private func value(_ indicator: Indicator, at daemon: TestDaemon) async throws -> IndicatorValue? {
            // Agencies share a board that may be a second old; administrators see the present one.
            let board = try await daemon.admin().board(of: "cd-201")
            return board.rows.first { $0.unit == World.province }?.values.first { $0.indicator == indicator }
        }

        @Test func `a reminder comes as a signed document, and the board changes when units pull`() async throws {
            try await World.run { daemon in
                let admin = try daemon.admin()
                // The shortest time before a deadline is a minute: it comes in a second and a half.
                let request = CampaignCreateRequest(
                    id: "cd-201",
                    title: "Mã định danh cấp xã",
                    legalBasis: "Công điện thử nghiệm",
                    scope: [World.province],
                    deadline: SystemClock().now() + .milliseconds(61_500),
                    reminders: [60]
                )
                _ = try await admin.createCampaign(request)
                #expect(try await value(.unitsReachable, at: daemon)?.source == .unmeasured)

                let province = try Office(World.province, at: daemon)
                let claim = ClaimRequest(unit: World.province, kind: .document, wait: 30)
                let item = try #require(try await province.client.claim(claim).items.first)
                #expect(item.from == "AXIS" && item.signature == .valid && item.legalValue == .signed)
                #expect(item.subject.contains("nhắc nộp danh sách") && item.subject.contains("cd-201"))
                #expect(item.priority == Urgency.immediate.rawValue)
                let letter = try await province.client.fetch(item.deliveryId).bytes
                let text = String(decoding: letter, as: UTF8.self)
                #expect(text.contains("Signature") && text.contains("axis submit"))
                let done = AcknowledgeRequest(outcome: .done, leaseToken: item.leaseToken)
                #expect(try await province.client.acknowledge(item.deliveryId, done).state == .acknowledged)
                #expect(try await province.client.inbox().items.isEmpty, "it comes once")
                let trail = try await daemon.axisctl("audit", "list", "--output", "json").expectingSuccess().output
                #expect(trail.contains("campaign.remind"))

                _ = try await Office(ward, at: daemon).client.inbox()
                let reached = try #require(try await value(.unitsReachable, at: daemon))
                #expect(reached.source == .measured && reached.done == 1 && reached.of == 114 && reached.met == false)
                #expect(reached.detail == "within 24 h, 2 not known")
                let shown = try await daemon.axisctl("unit", "show", ward).expectingSuccess().output
                #expect(shown.contains("Pulled"))

                #expect(try await value(.unitsTested, at: daemon)?.source == .unmeasured)
                let pattern = try #require(UnitPattern(ward))
                _ = try await admin.startDrill(DrillStartRequest(campaign: "cd-201", units: [pattern]))
                let office = try Office(ward, at: daemon)
                let drill = ClaimRequest(unit: ward, kind: .drill, wait: 30)
                let test = try #require(try await office.client.claim(drill).items.first)
                let taken = AcknowledgeRequest(outcome: .done, leaseToken: test.leaseToken)
                _ = try await office.client.acknowledge(test.deliveryId, taken)
                try await eventually(
                    within: .seconds(30),
                    "1 of 114 tested",
                    holds: { try await value(.unitsTested, at: daemon)?.done == 1 }
                )
                #expect(
                    try await value(.testAcknowledged, at: daemon)?.source == .unmeasured,
                    "none went to the province"
                )

                _ = try await daemon.axis(
                    as: World.province,
                    ["declare", "hotline-open", "--campaign", "cd-201", "--note", "từ 7:00"]
                ).expectingSuccess()
                let declared = try #require(try await value(.hotlineOpen, at: daemon))
                #expect(declared.source == .declared && declared.by == World.province && declared.met == true)
                let measured = try await daemon.axis(
                    as: World.province,
                    ["declare", "units-reachable", "--campaign", "cd-201"]
                )
                #expect(measured.status == 1)
                let board = try await daemon.axisctl("campaign", "board", "cd-201").expectingSuccess().output
                #expect(board.contains("1/114") && board.contains("yes (declared)") && board.contains("unmeasured"))
                let csv = try await daemon.axisctl("campaign", "board", "cd-201", "--csv").expectingSuccess().output
                #expect(csv.contains("1/114") && csv.contains("unmeasured"))

                // What was seen is kept when the daemon stops, and the reminder is not repeated.
                #expect(await daemon.stop() == 0)
                try await daemon.start()
                #expect(try await value(.unitsReachable, at: daemon)?.done == 1)
                #expect(try await province.client.inbox().items.isEmpty)
                await admin.shutdown()
            }
        }
    }
}
