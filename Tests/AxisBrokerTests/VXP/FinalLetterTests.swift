// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Logging
import Testing

@testable import AxisBroker

/// `H24.TEST02` plays Axis's own unit, `G22` sends over VXP.
@Suite struct FinalLetterTests {
    private func sweeper(_ world: VXPWorld, servedByVXP: Set<String> = ["G22"]) throws -> Sweeper {
        let small = world.world
        let identity = small.identities["sealing"]!
        let origin = Sweeper.Origin(
            unit: small.units["H24.TEST02"]!,
            code: "H24.TEST02",
            credential: identity.certificate.fingerprintText
        )
        let served = Set(servedByVXP.compactMap { small.units[$0] })
        let own = OwnDocuments(
            store: small.store,
            registry: small.holder,
            origin: origin,
            signer: try EnvelopeSigner(identity: identity),
            clock: small.clock,
            signal: small.signal
        )
        return Sweeper(
            store: small.store,
            registry: small.holder,
            signal: small.signal,
            origin: origin,
            letters: FinalLetters(own: own, store: small.store) { served.contains($0) },
            timer: StandingTimer(clock: small.clock),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    private func end(_ docID: String, _ causes: [DeliveryCause], in world: VXPWorld) async throws {
        let id = try #require(DeliveryID(docID))
        let now = world.world.clock.now()
        _ = try await world.world.store.apply(causes.map { DeliveryChange(id, $0, at: now) })
    }

    private static let dead: [DeliveryCause] = [.hold(.administrator, note: nil), .ended(note: "thử")]

    @Test func `a dead delivery is told in one signed document with ResponseFor`() async throws {
        let world = try VXPWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22")
        let item = try #require(try await world.received("H24").first?["docId"])
        try await end(item, Self.dead, in: world)
        let sweeper = try sweeper(world)
        for _ in 0..<3 {
            try await sweeper.sweep()
            world.world.clock.advance(by: .seconds(3600))
        }
        let items = try await world.received("G22")
        #expect(items.count == 1)
        let letter = try #require(items.first)
        #expect(letter["from"] == "H24.TEST02")
        #expect(letter["status_desc"]?.contains("chu ky: valid") == true)
        let docID = try #require(letter["docId"])
        let text = String(decoding: try await world.bytes(docID, as: "G22"), as: UTF8.self)
        #expect(text.contains("ResponseFor") && text.contains("G22,2025/07/01,1/VPCP-TEST"))
        #expect(text.contains(try #require(sent.docID)))
    }

    @Test func `delays and holds are shown, not sent`() async throws {
        let world = try VXPWorld()
        let sent = try await world.send(TestEnvelope.document(), as: "G22")
        let item = try #require(try await world.received("H24").first?["docId"])
        let sweeper = try sweeper(world)
        world.world.clock.advance(by: .seconds(3 * 86_400))
        try await sweeper.sweep()
        try await end(item, [.hold(.administrator, note: "chờ xác minh")], in: world)
        try await sweeper.sweep()
        #expect(try await world.received("G22").isEmpty)
        let notices = try await world.world.store.inbox(
            of: [world.world.units["G22"]!],
            kind: .notice,
            after: nil,
            limit: 10
        )
        #expect(notices.isEmpty)
        let line = try await world.ask(
            .getSentEdocList,
            as: "G22",
            ["docId": try #require(sent.docID), "messagetype": "edoc"]
        ).items.first
        #expect(line?["sendStatus"] == "processing")
        #expect(line?["sendStatusDesc"]?.contains("cho xac minh") == true)
    }

    @Test func `after the recipient's own status 02 there is nothing more to say`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        _ = try await world.send(TestEnvelope.status("02", from: "H24", to: "G22"), as: "H24")
        try await sweeper(world).sweep()
        #expect(try await world.received("G22").isEmpty)
        #expect(try await world.received("G22", "status").count == 1)
    }

    @Test func `a status 02 tells of its own end only, not of a later one`() async throws {
        let world = try VXPWorld()
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        let item = try #require(try await world.received("H24").first?["docId"])
        _ = try await world.send(TestEnvelope.status("02", from: "H24", to: "G22"), as: "H24")
        world.world.clock.advance(by: .seconds(60))
        // Sent again, and now the recipient's endpoint refuses it.
        _ = try await world.send(TestEnvelope.document(), as: "G22")
        var generator = SeededGenerator(seed: 1)
        let now = world.world.clock.now()
        let token = LeaseToken(at: now, using: &generator)
        let push: [DeliveryCause] = [
            .pushStarted(token: token, until: now + .seconds(60), nextDue: now),
            .pushRefused(token: token, reason: "thử"),
        ]
        try await end(item, push, in: world)
        #expect(try await world.delivery(item).state == .rejected)
        try await sweeper(world).sweep()
        #expect(try await world.received("G22").count == 1)
    }

    @Test func `native senders get notices`() async throws {
        let world = try VXPWorld()
        try await world.world.send(try world.world.signed(TestEnvelope.document(), by: "G22"), as: "G22")
        let item = try #require(try await world.received("H24").first?["docId"])
        try await end(item, Self.dead, in: world)
        try await sweeper(world).sweep()
        #expect(try await world.received("G22").isEmpty)
        let notices = try await world.world.store.inbox(
            of: [world.world.units["G22"]!],
            kind: .notice,
            after: nil,
            limit: 10
        )
        #expect(notices.count == 1)
    }
}

/// The clock of a small world, that nobody waits on.
private struct StandingTimer: AsyncTimer {
    let clock: HandClock

    func now() -> Timestamp { clock.now() }

    func wait(until moment: Timestamp) async {}
}
