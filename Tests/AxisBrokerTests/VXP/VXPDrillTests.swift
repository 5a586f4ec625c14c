// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import AxisVXP
import Testing

@testable import AxisBroker

@Suite struct VXPDrillTests {
    /// Sends a test document of Axis's own, which `G22` plays.
    private func drill(_ number: Int, to codes: [String], in world: VXPWorld) async throws {
        let small = world.world
        let identity = small.identities["sealing"]!
        let own = OwnDocuments(
            store: small.store,
            registry: small.holder,
            origin: Sweeper.Origin(
                unit: small.units["G22"]!,
                code: "G22",
                credential: identity.certificate.fingerprintText
            ),
            signer: try EnvelopeSigner(identity: identity),
            clock: small.clock,
            signal: small.signal
        )
        _ = try await own.send(
            OwnLetter(
                key: "drill/\(number)",
                kind: .drill,
                subject: "[DIỄN TẬP] thử",
                text: ["thử"],
                recipients: codes.map { small.holder.current.unit(small.units[$0]!)! }
            )
        )
    }

    /// Lets `H24` receive for its branch.
    private func grant(in world: VXPWorld) throws {
        let now = world.world.clock.now()
        try world.world.apply(
            .grant(
                Grant(
                    id: GrantID(SystemIdentifiers().next(at: now)),
                    holder: world.world.units["H24"]!,
                    over: world.world.units["H24"]!,
                    isBranch: true,
                    rights: [.receive],
                    period: Period(from: now)
                )
            )
        )
    }

    @Test func `a drill for units with ways of their own does not show at a system that may receive for them`()
        async throws
    {
        let world = try VXPWorld(notServed: ["H24.TEST01"])
        try grant(in: world)
        try await drill(1, to: ["H24.TEST01"], in: world)
        #expect(try await world.received("H24").isEmpty)
        #expect(try await world.ask(.countReceiveEdoc, as: "H24").count == 0)
        _ = try await world.send(TestEnvelope.document(to: ["H24.TEST01"]), as: "G22")
        #expect(try await world.received("H24").count == 1)
        // Whom a VXP system serves is tested through it, when a drill includes those.
        try await drill(2, to: ["H24.TEST02"], in: world)
        #expect(try await world.received("H24").count == 2)
        #expect(try await world.ask(.countReceiveEdoc, as: "H24").count == 2)
    }
    @Test func `an answer that more than deliveries decide holds for its time and no longer`() throws {
        let shelf = VXPAnswerShelf()
        var question = VXPQuestion(asksStatus: false)
        question.pageSize = 1
        let (unit, now) = (UnitID(SystemIdentifiers().next(at: IntakeWorld.start)), IntakeWorld.start)
        let key = VXPAnswerShelf.Key(holder: unit, question: question, isCount: false)
        let ticket = InboxTicket(count: 1)
        shelf.keep([1], key, for: [unit], at: ticket, until: now + .seconds(60))
        #expect(shelf.answer(key, for: [unit], at: ticket, now: now + .seconds(59)) == [1])
        #expect(shelf.answer(key, for: [unit], at: ticket, now: now + .seconds(60)) == nil)
        shelf.keep([2], key, for: [unit], at: ticket)
        #expect(shelf.answer(key, for: [unit], at: ticket, now: now + .seconds(86_400)) == [2])
        #expect(shelf.answer(key, for: [unit], at: InboxTicket(count: 2), now: now) == nil)
    }
}
