// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import Foundation
import Logging
import Testing

/// Units closed, merged and split while their queues are not empty.
@Suite struct SuccessionRelayTests {
    private let operators = AdministratorCaller(name: "an", roles: [.operator])
    private let windUp: Duration = .seconds(90 * 86_400)

    private func sweeper(_ world: RelayWorld) -> Sweeper {
        Sweeper(
            store: world.store,
            registry: world.registry,
            signal: world.dispatcher,
            origin: Sweeper.Origin(unit: world.axis, code: "axis", credential: "00"),
            timer: world.timer,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    private func desk(_ world: RelayWorld) -> QueueDesk {
        QueueDesk(
            store: world.store,
            registry: world.registry,
            dispatcher: world.dispatcher,
            signal: world.dispatcher,
            clock: world.timer
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

    private func close(
        _ world: RelayWorld,
        _ unit: UnitID,
        into successors: [UnitID],
        forwards: Bool
    ) throws {
        world.timer.advance(by: .seconds(60))
        let now = world.timer.now()
        try world.change(.close(unit: unit, successors: successors, windUpAt: now + windUp))
        if forwards { try world.change(.setForwarding(unit: unit, until: now + windUp * 4)) }
    }

    @Test func `what is queued at the closing still goes to the unit's own route while that answers`() async throws {
        let world = try RelayWorld()
        let delivery = try await world.accept(to: world.beneath)
        try close(world, world.beneath, into: [world.pulling], forwards: true)
        try await sweeper(world).sweep()
        try await world.dispatching {
            world.dispatcher.delivered(to: [world.beneath])
            let isThere = try await eventually { try await world.state(delivery.id) == .acknowledged }
            #expect(isThere)
        }
        #expect(try await world.delivery(delivery.id).recipient == world.beneath)
        #expect(world.transport.requests.count == 1)
    }

    @Test func `when that fails the queue follows the only successor, and the sender is told the new code`()
        async throws
    {
        let world = try RelayWorld(down)
        var deliveries: [Delivery] = []
        for _ in 0..<5 { deliveries.append(try await world.accept(to: world.beneath)) }
        try close(world, world.beneath, into: [world.pulling], forwards: true)
        try await world.dispatching {
            world.dispatcher.delivered(to: [world.beneath])
            let all = deliveries
            let followed = try await eventually {
                for delivery in all
                where try await world.delivery(delivery.id).recipient != world.pulling { return false }
                return true
            }
            #expect(followed)
        }
        let inbox = try await world.store.inbox(of: [world.pulling], kind: .document, after: nil, limit: 10)
        #expect(inbox.count == 5 && inbox.allSatisfy { $0.recipientCode == "H24.991" })
        // It has arrived before the sender was told: he is told all the same, once.
        let first = DeliveryChange(deliveries[0].id, .acknowledged(token: nil), at: world.timer.now())
        _ = try await world.store.apply([first])
        for _ in 0..<2 { try await sweeper(world).sweep() }
        let told = try await notices(world)
        #expect(told.count == 5)
        #expect(told.allSatisfy { $0.type == .successor && $0.successor == "H26" && $0.recipient == "H24.991" })
    }

    @Test func `with several successors it is held when the route fails, and rerouted by an operator`() async throws {
        let world = try RelayWorld(down)
        let delivery = try await world.accept(to: world.beneath)
        try close(world, world.beneath, into: [world.pulling, world.pushed], forwards: true)
        try await world.dispatching {
            world.dispatcher.delivered(to: [world.beneath])
            let isHeld = try await eventually { try await world.state(delivery.id) == DeliveryState.held }
            #expect(isHeld)
        }
        let held = try await world.delivery(delivery.id)
        #expect(held.holdReason == .unitClosed)
        #expect(held.reason == "H24.991 is closed; its successors: H24, H26")
        try await sweeper(world).sweep()
        #expect(try await notices(world).map(\.type) == [.held])

        // Notices of one millisecond stand in no order.
        world.timer.advance(by: .seconds(1))
        let request = RerouteRequest(deliveries: [delivery.id, delivery.id], to: "H26", note: "địa bàn mới")
        let result = try await desk(world).reroute(operators, request)
        #expect(result == QueueActionResult(changed: 1, skipped: 0, more: false))
        let again = try await desk(world).reroute(operators, request)
        #expect(again == QueueActionResult(changed: 0, skipped: 1, more: false))
        let moved = try await world.delivery(delivery.id)
        #expect(moved.recipient == world.pulling && moved.state == .queued && moved.recipientCode == "H24.991")
        try await sweeper(world).sweep()
        #expect(try await notices(world).map(\.type) == [.held, .successor])
        let audit = try await world.store.auditRecords(after: 0, limit: 10)
        #expect(audit.map(\.action) == ["queue.reroute", "queue.reroute"])
        #expect(audit[0].after?.contains("địa bàn mới") == true && audit[0].actor == "an")
    }

    @Test func `rerouting is for operators, with a note, of held deliveries, to a unit in force`() async throws {
        let world = try RelayWorld()
        let delivery = try await world.accept(to: world.pulling)
        let desk = desk(world)
        func code(_ by: AdministratorCaller, _ ids: [DeliveryID], to: String, _ note: String = "x") async
            -> RefusalCode?
        {
            do {
                _ = try await desk.reroute(by, RerouteRequest(deliveries: ids, to: to, note: note))
                return nil
            } catch {
                return error.code
            }
        }
        let auditor = AdministratorCaller(name: "binh", roles: [.auditor])
        #expect(await code(auditor, [delivery.id], to: "H24") == .forbidden)
        #expect(await code(operators, [delivery.id], to: "H24", "") == .badRequest)
        #expect(await code(operators, [], to: "H24") == .badRequest)
        #expect(await code(operators, [delivery.id], to: "H99") == .notFound)
        try close(world, world.beneath, into: [world.pushed], forwards: false)
        #expect(await code(operators, [delivery.id], to: "H24.991") == .recipientClosed)
        #expect(await code(operators, [delivery.id], to: "H24") == nil)
        #expect(try await world.delivery(delivery.id).recipient == world.pulling)
        // Nobody gets what he sent himself.
        let hold = DeliveryChange(delivery.id, .hold(.administrator, note: "x"), at: world.timer.now())
        _ = try await world.store.apply([hold])
        #expect(await code(operators, [delivery.id], to: "G22") == nil)
        #expect(try await world.delivery(delivery.id).recipient == world.pulling)
    }

    @Test func `at wind-up, which only the clock tells, what waits follows or is held`() async throws {
        for (merges, endsIn) in [(true, DeliveryState.queued), (false, .held)] {
            let world = try RelayWorld()
            let queued = try await world.accept(to: world.pulling)
            let failing = try await world.accept(to: world.pulling)
            let frozen = try await world.accept(to: world.pulling)
            let status = try await world.accept(to: world.pulling, kind: .status)
            let notice = try await world.accept(to: world.pulling, kind: .notice)
            let now = world.timer.now()
            _ = try await world.store.apply(
                (0..<5).map { _ in
                    DeliveryChange(failing.id, .failedByRecipient(token: nil, reason: "hỏng"), at: now)
                } + [DeliveryChange(frozen.id, .hold(.administrator, note: "x"), at: now)]
            )
            let successors = merges ? [world.pushed] : [world.pushed, world.beneath]
            try close(world, world.pulling, into: successors, forwards: true)
            let sweeper = sweeper(world)
            try await sweeper.sweep()
            world.timer.advance(by: windUp - .seconds(1))
            try await sweeper.sweep()
            #expect(try await world.delivery(queued.id).recipient == world.pulling)
            #expect(try await world.state(queued.id) == .queued)
            world.timer.advance(by: .seconds(1))
            try await sweeper.sweep()
            for id in [queued.id, failing.id, status.id] {
                let delivery = try await world.delivery(id)
                #expect(delivery.state == endsIn)
                #expect(delivery.recipient == (merges ? world.pushed : world.pulling))
                #expect(delivery.holdReason == (merges ? nil : .unitClosed))
            }
            #expect(try await world.state(notice.id) == (merges ? .queued : .dead))
            // What an administrator holds stays with the administrator.
            #expect(try await world.delivery(frozen.id).holdReason == .administrator)
            let told = try await notices(world).filter { $0.at == world.timer.now() }
            #expect(Set(told.map(\.deliveryId)) == [queued.id, failing.id])
            #expect(told.allSatisfy { $0.type == (merges ? .successor : .held) })
            // Released without a new recipient it comes back.
            guard !merges else { continue }
            let release = DeliveryChange(queued.id, .released(note: nil), at: world.timer.now())
            _ = try await world.store.apply([release])
            try await sweeper.sweep()
            #expect(try await world.delivery(queued.id).holdReason == .unitClosed)
        }
    }

    @Test func `a lease that is out at wind-up is let end, and then it follows`() async throws {
        let world = try RelayWorld()
        let delivery = try await world.accept(to: world.pulling)
        try close(world, world.pulling, into: [world.pushed], forwards: true)
        world.timer.advance(by: windUp - .seconds(60))
        let now = world.timer.now()
        _ = try await world.store.claim(
            for: [world.pulling],
            kind: nil,
            limit: 1,
            until: now + .seconds(300),
            at: now
        )
        let sweeper = sweeper(world)
        world.timer.advance(by: .seconds(60))
        try await sweeper.sweep()
        #expect(try await world.state(delivery.id) == .delivering)
        world.timer.advance(by: .seconds(300))
        try await sweeper.sweep()
        let moved = try await world.delivery(delivery.id)
        #expect(moved.recipient == world.pushed && moved.state == .queued)
    }

    @Test func `a closed sender is told through its successor, else itself until it is wound up`() async throws {
        for forwards in [true, false] {
            let world = try RelayWorld()
            try await world.accept(to: world.pulling)
            try close(world, world.sender, into: [world.pushed], forwards: forwards)
            world.timer.advance(by: .seconds(25 * 3600))
            try await sweeper(world).sweep()
            let listener = forwards ? world.pushed : world.sender
            let inbox = try await world.store.inbox(of: [listener], kind: .notice, after: nil, limit: 10)
            #expect(inbox.count == 1)
        }
    }

    @Test func `under load nothing is lost, doubled or guessed when a branch is merged`() async throws {
        let world = try RelayWorld()
        var deliveries: [Delivery] = []
        try await world.dispatching {
            for number in 0..<200 {
                if number == 100 {
                    world.transport.follow(down)
                    try close(world, world.beneath, into: [world.pulling], forwards: true)
                }
                // After the closing the intake gives what is new to the successor itself.
                let recipient = number < 100 ? world.beneath : world.pulling
                deliveries.append(try await world.accept(to: recipient))
                world.dispatcher.delivered(to: [recipient])
            }
            let all = deliveries
            #expect(
                try await world.advance(by: .seconds(5), atMost: 200) {
                    for delivery in all {
                        let now = try await world.delivery(delivery.id)
                        if now.state != .acknowledged && now.recipient != world.pulling { return false }
                    }
                    return true
                }
            )
        }
        var arrived = 0
        for delivery in deliveries {
            let now = try await world.delivery(delivery.id)
            if now.recipient == world.beneath { arrived += 1 }
            #expect(now.state == (now.recipient == world.beneath ? .acknowledged : .queued))
        }
        let inbox = try await world.store.inbox(of: [world.pulling], kind: .document, after: nil, limit: 1000)
        #expect(inbox.count + arrived == 200)
    }
}
