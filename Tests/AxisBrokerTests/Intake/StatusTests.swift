// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisStoreMemory
import Testing

@testable import AxisBroker

@Suite struct StatusTests {
    private func code(_ run: () async throws -> Void) async -> RefusalCode? {
        do {
            try await run()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }

    private func state(_ world: IntakeWorld, _ receipt: Receipt) async throws -> DeliveryState? {
        try await world.store.deliveries(of: [receipt.envelopeId]).first?.state
    }

    @Test func `a status of the recipient is matched and delivered to the sender`() async throws {
        let world = try IntakeWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22").receipt
        try await world.send(TestEnvelope.status("01", from: "H24", to: "G22"), as: "H24")
        try await world.send(TestEnvelope.status("3", from: "H24", to: "000.00.00.G22"), as: "H24")
        let report = try await world.tracking.report(try world.caller("G22"), sent.envelopeId)
        #expect(report.statuses.map(\.code) == ["01", "03"])
        let inbox = try await world.mailbox.list(
            try world.caller("G22"),
            unit: nil,
            kind: .status,
            after: nil,
            limit: 10,
            wait: .zero
        )
        #expect(inbox.items.count == 2)
        #expect(inbox.items.allSatisfy { $0.about == sent.recipients[0].deliveryId })
    }

    @Test func `a status is also matched by number, notation and date`() async throws {
        let world = try IntakeWorld()
        try await world.send(TestEnvelope.document(), as: "G22")
        let status = TestEnvelope.status("01", from: "H24", to: "G22", documentID: "")
        #expect(await code { try await world.send(status, as: "H24") } == nil)
    }

    @Test func `a status for somebody else's document matches nothing`() async throws {
        let world = try IntakeWorld()
        try await world.send(TestEnvelope.document(), as: "G22")
        let forged = TestEnvelope.status("02", from: "H24.TEST01", to: "G22")
        #expect(await code { try await world.send(forged, as: "H24.TEST01") } == .statusUnmatched)
    }

    @Test func `status 02 ends the delivery as rejected`() async throws {
        let world = try IntakeWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22").receipt
        try await world.send(TestEnvelope.status("02", from: "H24", to: "G22"), as: "H24")
        #expect(try await state(world, sent) == .rejected)
    }

    @Test func `a recall before the first fetch stops the delivery, and only the sender recalls`() async throws {
        let world = try IntakeWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22").receipt
        let forged = TestEnvelope.status("13", from: "H24.TEST01", to: "H24")
        #expect(await code { try await world.send(forged, as: "H24.TEST01") } == .statusUnmatched)
        #expect(try await state(world, sent) == .queued)
        try await world.send(TestEnvelope.status("13", from: "G22", to: "H24"), as: "G22")
        #expect(try await state(world, sent) == .recalled)
    }

    @Test func `a recall after the fetch is a request only`() async throws {
        let world = try IntakeWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22").receipt
        try await world.mailbox.markFetched(sent.recipients[0].deliveryId)
        try await world.send(TestEnvelope.status("13", from: "G22", to: "H24"), as: "G22")
        #expect(try await state(world, sent) == .delivered)
    }

    @Test func `a recalled delivery is queued again by a resend`() async throws {
        let world = try IntakeWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22").receipt
        try await world.send(TestEnvelope.status("13", from: "G22", to: "H24"), as: "G22")
        let again = try await world.send(TestEnvelope.document(), as: "G22")
        #expect(again.undelivered == ["H24"])
        let result = try await world.tracking.resend(try world.caller("G22"), sent.envelopeId, ResendRequest())
        #expect(result.deliveries.map(\.state) == [.queued])
    }
}
