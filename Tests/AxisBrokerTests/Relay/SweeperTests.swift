// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisStore
import AxisStoreMemory
import Foundation
import Logging
import Testing

@Suite struct SweeperTests {
    private func sweeper(_ world: RelayWorld, _ signal: any DeliverySignal = SignalFan([])) -> Sweeper {
        Sweeper(
            store: world.store,
            registry: world.registry,
            signal: signal,
            origin: Sweeper.Origin(unit: world.axis, code: "axis", credential: "00"),
            timer: world.timer,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    private func notices(_ world: RelayWorld) async throws -> [NoticePayload] {
        let inbox = try await world.store.inbox(of: [world.sender], kind: .notice, after: nil, limit: 1000)
        var payloads: [NoticePayload] = []
        for delivery in inbox {
            guard case .bytes(let bytes) = try await world.store.payload(of: delivery.envelope) else { continue }
            payloads.append(try JSONDecoder().decode(NoticePayload.self, from: Data(bytes)))
        }
        return payloads
    }

    @Test func `a delay is told after 4 hours for push and 24 for pull, then daily, once each`() async throws {
        let world = try RelayWorld()
        let sweeper = sweeper(world)
        let push = try await world.accept(to: world.pushed)
        let pull = try await world.accept(to: world.pulling)
        let status = try await world.accept(to: world.pulling, kind: .status)
        // Each hour for three and a half days, looked at twice.
        for _ in 0..<84 {
            world.timer.advance(by: .seconds(3600))
            try await sweeper.sweep()
            try await sweeper.sweep()
        }
        let told = try await notices(world)
        // 4 h, 28 h, 52 h, 76 h after acceptance; and 24 h, 48 h, 72 h.
        #expect(told.count { $0.deliveryId == push.id } == 4)
        #expect(told.count { $0.deliveryId == pull.id } == 3)
        #expect(!told.contains { $0.deliveryId == status.id })
        #expect(told.allSatisfy { $0.type == .delay && $0.state == .queued && $0.since == push.acceptedAt })
        #expect(told.allSatisfy { $0.documentId?.hasPrefix("G22,2026,") == true })
    }

    @Test func `held, refused, dead and quarantined are told at once, once`() async throws {
        let world = try RelayWorld()
        let sweeper = sweeper(world)
        let now = world.timer.now()
        let causes: [(NoticePayload.Kind, [DeliveryCause])] = [
            (.held, [.hold(.administrator, note: "note")]),
            (.refused, [.statusRejected(reason: "02")]),
            (.dead, [.hold(.administrator, note: "note"), .ended(note: "note")]),
            (.quarantined, [.quarantined(reason: "hash")]),
        ]
        for (kind, changes) in causes {
            let delivery = try await world.accept(to: world.pulling)
            _ = try await world.store.apply(changes.map { DeliveryChange(delivery.id, $0, at: now) })
            try await sweeper.sweep()
            try await sweeper.sweep()
            let told = try await notices(world).filter { $0.deliveryId == delivery.id }
            #expect(told.map(\.type) == [kind])
        }
        for _ in 0..<10 {
            world.timer.advance(by: .seconds(86400))
            try await sweeper.sweep()
        }
        #expect(try await notices(world).count == causes.count, "nothing is sent about notices, and nothing twice")
    }

    @Test func `a lease that ran out makes the delivery ready again and is signalled`() async throws {
        let world = try RelayWorld()
        let waiters = InboxWaiters(timer: world.timer)
        let sweeper = sweeper(world, waiters)
        let delivery = try await world.accept(to: world.pulling)
        let now = world.timer.now()
        let claimed = try await world.store.claim(
            for: [world.pulling],
            kind: nil,
            limit: 1,
            until: now + .seconds(60),
            at: now
        )
        #expect(claimed.map(\.id) == [delivery.id])
        let ticket = waiters.ticket(for: [world.pulling])
        world.timer.advance(by: .seconds(61))
        try await sweeper.sweep()
        #expect(try await world.state(delivery.id) == .queued)
        #expect(await waiters.wait(ticket, until: world.timer.now() + .seconds(60)))
    }
}
