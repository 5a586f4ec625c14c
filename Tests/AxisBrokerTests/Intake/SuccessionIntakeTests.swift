// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Testing

@testable import AxisBroker

/// Units closed, merged and split while documents come in.
@Suite struct SuccessionIntakeTests {
    private let day: Duration = .seconds(86_400)

    private func refusal(_ run: () async throws -> Void) async -> Refusal? {
        do {
            try await run()
            return nil
        } catch {
            return error as? Refusal
        }
    }

    /// Closes a unit an hour from now, wound up in 90 days, and lets that hour pass.
    private func close(
        _ world: IntakeWorld,
        _ code: String,
        into successors: [String],
        forwards: Bool = false
    ) throws {
        let unit = world.units[code]!
        world.clock.advance(by: .seconds(3600))
        let windUpAt = world.clock.now() + day * 90
        let all = successors.map { world.units[$0]! }
        try world.apply(.close(unit: unit, successors: all, windUpAt: windUpAt))
        if forwards { try world.apply(.setForwarding(unit: unit, until: world.clock.now() + day * 365)) }
    }

    @Test func `to a closed code with one successor under forward it goes to the successor, with a warning`()
        async throws
    {
        let world = try IntakeWorld()
        try close(world, "H24.TEST01", into: ["H24.TEST02"], forwards: true)
        let receipt = try await world.send(TestEnvelope.document(to: ["H24.TEST01"]), as: "G22").receipt
        #expect(receipt.recipients.map(\.code) == ["H24.TEST01"])
        #expect(receipt.recipients.map(\.unit) == [world.units["H24.TEST02"]])
        let warning = receipt.warnings.first { $0.code == "recipient-succeeded" }
        #expect(warning?.english.contains("H24.TEST02") == true)
        #expect(warning?.vietnamese.contains("H24.TEST02") == true)
        let inbox = try await world.mailbox.list(
            try world.caller("H24.TEST02"),
            unit: nil,
            kind: nil,
            after: nil,
            limit: 10,
            wait: .zero
        )
        #expect(inbox.items.map(\.to) == ["H24.TEST01"])
        let delivery = try await world.store.deliveries(of: [receipt.envelopeId])[0]
        #expect(delivery.move?.code == "H24.TEST02" && delivery.noticeDue == delivery.acceptedAt)
        #expect(NoticeRule.decide(delivery, isPushed: false, at: world.clock.now()).kind == .successor)
        // The successor answers for it, the sender takes it back from it.
        try await world.send(TestEnvelope.status("01", from: "H24.TEST02", to: "G22"), as: "H24.TEST02")
        try await world.send(TestEnvelope.status("13", from: "G22", to: "H24.TEST01"), as: "G22")
        #expect(try await world.store.delivery(delivery.id)?.state == .recalled)
    }

    @Test func `without a policy, or with several successors, all successors are named and nothing is guessed`()
        async throws
    {
        let world = try IntakeWorld()
        try close(world, "H24.TEST01", into: ["H24.TEST02"])
        let one = await refusal { try await world.send(TestEnvelope.document(to: ["H24.TEST01"]), as: "G22") }
        #expect(one?.code == .recipientClosed)
        #expect(one?.recipients.flatMap(\.successors) == ["H24.TEST02"])

        let split = try IntakeWorld()
        try close(split, "H24.TEST01", into: ["H24.TEST02", "H24"], forwards: true)
        let two = await refusal { try await split.send(TestEnvelope.document(to: ["H24.TEST01"]), as: "G22") }
        #expect(two?.code == .recipientClosed)
        #expect(two?.recipients.flatMap(\.successors) == ["H24", "H24.TEST02"])
        #expect(try await split.store.counts().deliveries.isEmpty)
    }

    @Test func `predecessor and successor in one document get it once`() async throws {
        let world = try IntakeWorld()
        try close(world, "H24.TEST01", into: ["H24.TEST02"], forwards: true)
        for (place, to) in [["H24.TEST02", "H24.TEST01"], ["H24.TEST01", "H24.TEST02"]].enumerated() {
            let document = TestEnvelope.document(to: to, documentID: "G22,2025/07/01,\(place)/VPCP-TEST")
            let receipt = try await world.send(document, as: "G22").receipt
            #expect(receipt.recipients.map(\.unit) == [world.units["H24.TEST02"]])
            #expect(receipt.warnings.contains { $0.code == "recipient-succeeded" })
        }
    }

    @Test func `a sender that repeats itself across the closing gets its first receipt`() async throws {
        for (successors, forwards) in [(["H24.TEST02"], true), (["H24.TEST02", "H24"], false)] {
            let world = try IntakeWorld()
            let document = TestEnvelope.document(to: ["H24.TEST01"])
            let first = try await world.send(document, as: "G22")
            try close(world, "H24.TEST01", into: successors, forwards: forwards)
            let again = try await world.send(document, as: "G22")
            #expect(!again.isNew && again.receipt == first.receipt)
            // Moved meanwhile, the receipt stays what it was.
            let cause = DeliveryCause.forwarded(to: world.units["H24.TEST02"]!, code: "H24.TEST02")
            let id = first.receipt.recipients[0].deliveryId
            _ = try await world.store.apply([DeliveryChange(id, cause, at: world.clock.now())])
            #expect(try await world.send(document, as: "G22").receipt == first.receipt)
        }
    }

    @Test func `until it is wound up a closed unit fetches, acknowledges and sends status packages, and no documents`()
        async throws
    {
        let world = try IntakeWorld()
        let receipt = try await world.send(TestEnvelope.document(to: ["H24.TEST01"]), as: "G22").receipt
        let id = receipt.recipients[0].deliveryId
        try close(world, "H24.TEST01", into: ["H24.TEST02"])
        let closed = try world.caller("H24.TEST01")
        let inbox = try await world.mailbox.list(closed, unit: nil, kind: nil, after: nil, limit: 10, wait: .zero)
        #expect(inbox.items.map(\.deliveryId) == [id])
        _ = try await world.mailbox.open(closed, id)
        _ = try await world.mailbox.acknowledge(closed, id, AcknowledgeRequest(outcome: .done))
        try await world.send(TestEnvelope.status("03", from: "H24.TEST01", to: "G22"), as: "H24.TEST01")
        let document = TestEnvelope.document(from: "H24.TEST01", to: ["H24"])
        #expect(await refusal { try await world.send(document, as: "H24.TEST01") }?.code == .senderUnknown)
        // Wound up, its certificate is worth nothing.
        world.clock.advance(by: day * 90)
        #expect(await refusal { _ = try world.caller("H24.TEST01") } != nil)
    }

    @Test func `whoever receives for a closed unit answers for it until it is wound up`() async throws {
        let world = try IntakeWorld()
        try await world.send(TestEnvelope.document(to: ["H24.TEST01"]), as: "G22")
        let grant = Grant(
            id: GrantID(SystemIdentifiers().next(at: world.clock.now())),
            holder: world.units["H24"]!,
            over: world.units["H24.TEST01"]!,
            isBranch: false,
            rights: [.receive],
            period: Period(from: world.clock.now())
        )
        try world.apply(.grant(grant))
        let status = TestEnvelope.status("01", from: "H24.TEST01", to: "G22")
        // `receive` alone does not send for a unit that lives.
        #expect(await refusal { try await world.send(status, as: "H24") }?.code == .senderMismatch)
        try close(world, "H24.TEST01", into: ["H24.TEST02"])
        #expect(await refusal { try await world.send(status, as: "H24.TEST02") }?.code == .senderMismatch)
        try await world.send(status, as: "H24")
        world.clock.advance(by: day * 90)
        let later = TestEnvelope.status("03", from: "H24.TEST01", to: "G22")
        #expect(await refusal { try await world.send(later, as: "H24") }?.code == .senderUnknown)
    }

    @Test func `statuses about what a closed unit sent reach it until it is wound up, and its successor under forward`()
        async throws
    {
        let world = try IntakeWorld()
        let document = TestEnvelope.document(from: "H24.TEST01", to: ["G22"])
        let sent = try await world.send(document, as: "H24.TEST01").receipt
        try close(world, "H24.TEST01", into: ["H24.TEST02"])
        let status = TestEnvelope.status("01", from: "G22", to: "H24.TEST01")
        let first = try await world.send(status, as: "G22").receipt
        #expect(first.recipients.map(\.unit) == [world.units["H24.TEST01"]])
        let until = world.clock.now() + day * 300
        try world.apply(.setForwarding(unit: world.units["H24.TEST01"]!, until: until))
        let later = TestEnvelope.status("03", from: "G22", to: "H24.TEST01")
        let second = try await world.send(later, as: "G22").receipt
        #expect(second.recipients.map(\.unit) == [world.units["H24.TEST02"]])
        let statuses = try await world.store.envelopes(about: sent.envelopeId, limit: 10)
        #expect(statuses.map(\.statusCode) == ["01", "03"])
    }
}

extension NoticeRule.Decision {
    /// What is sent now.
    fileprivate var kind: NoticePayload.Kind? {
        if case .send(let kind, _) = self { kind } else { nil }
    }
}
