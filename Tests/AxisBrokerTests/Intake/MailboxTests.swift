// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Testing

@testable import AxisBroker

@Suite struct MailboxTests {
    private func code(_ run: () async throws -> Void) async -> RefusalCode? {
        do {
            try await run()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }

    @Test func `claim, fetch and acknowledge bring a delivery to its end`() async throws {
        let world = try IntakeWorld()
        let bytes = TestEnvelope.document()
        let sent = try await world.send(bytes, as: "G22").receipt
        let caller = try world.caller("H24")
        let page = try await world.mailbox.claim(caller, ClaimRequest(limit: 10))
        let item = try #require(page.items.first)
        #expect(item.leaseToken != nil)
        let opened = try await world.mailbox.open(caller, item.deliveryId)
        #expect(opened.payload == .bytes(bytes))
        try await world.mailbox.markFetched(item.deliveryId)
        let ack = AcknowledgeRequest(outcome: .done, leaseToken: item.leaseToken)
        #expect(try await world.mailbox.acknowledge(caller, item.deliveryId, ack).state == .acknowledged)
        #expect(try await world.mailbox.acknowledge(caller, item.deliveryId, ack).state == .acknowledged)
        let trace = try await world.tracking.report(try world.caller("G22"), sent.envelopeId)
        #expect(trace.deliveries[0].history?.map(\.to) == [.queued, .delivering, .delivered, .acknowledged])
    }

    @Test func `a page of sent envelopes ends where their deliveries would be too many`() async throws {
        let world = try IntakeWorld()
        let tracking = Tracking(
            store: world.store,
            registry: world.holder,
            clock: world.clock,
            signal: world.signal,
            mostListed: 5
        )
        for number in 1...4 {
            let codes = ["H24", "H24.TEST01", "H24.TEST02"]
            try await world.send(TestEnvelope.document(to: codes, documentID: "G22,\(number)"), as: "G22")
        }
        var after: String?
        var found: [String?] = []
        repeat {
            let page = try await tracking.list(
                try world.caller("G22"),
                documentID: nil,
                to: nil,
                state: nil,
                after: after,
                limit: 100
            )
            #expect(page.items.count == 1)
            found += page.items.map(\.documentId)
            after = page.next
        } while after != nil
        #expect(Set(found) == ["G22,1", "G22,2", "G22,3", "G22,4"])
        #expect(found.count == 4)
    }

    @Test func `texts from outside are bounded by scalars, of which a character may have any number`() async throws {
        let world = try IntakeWorld()
        let long = "a" + String(repeating: "\u{301}", count: 20_000)
        try await world.send(TestEnvelope.document(to: ["H24", long], subject: long), as: "G22", partial: true)
        let item = try #require(
            try await world.mailbox.list(
                try world.caller("H24"),
                unit: nil,
                kind: nil,
                after: nil,
                limit: 1,
                wait: .zero
            ).items.first
        )
        #expect(item.subject.unicodeScalars.count == 1_000)
        let report = try await world.tracking.receipt(try world.caller("G22"), item.envelopeId)
        #expect(report.refused.first.map { $0.recipient.unicodeScalars.count } == AgencyCode.longestText + 1)
    }

    @Test func `another live lease refuses an acknowledgement, an ended one does not`() async throws {
        let world = try IntakeWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22").receipt
        let caller = try world.caller("H24")
        let id = sent.recipients[0].deliveryId
        _ = try await world.mailbox.claim(caller, ClaimRequest(seconds: 60))
        let done = AcknowledgeRequest(outcome: .done)
        #expect(await code { _ = try await world.mailbox.acknowledge(caller, id, done) } == .leaseLost)
        world.clock.advance(by: .seconds(61))
        #expect(await code { _ = try await world.mailbox.acknowledge(caller, id, done) } == nil)
    }

    @Test func `somebody else's delivery looks like none`() async throws {
        let world = try IntakeWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22").receipt
        let stranger = try world.caller("H24.TEST01")
        #expect(await code { _ = try await world.mailbox.open(stranger, sent.recipients[0].deliveryId) } == .notFound)
        #expect(await code { _ = try await world.tracking.report(stranger, sent.envelopeId) } == .notFound)
    }

    @Test func `the fifth failure holds a delivery, which stays fetchable`() async throws {
        let world = try IntakeWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22").receipt
        let caller = try world.caller("H24")
        let id = sent.recipients[0].deliveryId
        for round in 1...5 {
            let result = try await world.mailbox.acknowledge(caller, id, AcknowledgeRequest(outcome: .failed))
            #expect(result.state == (round < 5 ? .queued : .held))
        }
        #expect(await code { _ = try await world.mailbox.open(caller, id) } == nil)
    }

    @Test func `a page ends where the next begins`() async throws {
        let world = try IntakeWorld()
        for number in 0..<7 {
            try await world.send(TestEnvelope.document(documentID: "doc \(number)", subject: "\(number)"), as: "G22")
            world.clock.advance(by: .seconds(1))
        }
        let caller = try world.caller("H24")
        var seen: [String] = []
        var after: String?
        repeat {
            let page = try await world.mailbox.list(
                caller,
                unit: "H24",
                kind: nil,
                after: after,
                limit: 3,
                wait: .zero
            )
            seen += page.items.map(\.subject)
            after = page.next
        } while after != nil
        #expect(seen == (0..<7).map(String.init))
    }
}
