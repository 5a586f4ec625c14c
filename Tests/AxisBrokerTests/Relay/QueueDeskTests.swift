// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import Testing

@Suite struct QueueDeskTests {
    private let operators = AdministratorCaller(name: "an", roles: [.operator])
    private let auditor = AdministratorCaller(name: "binh", roles: [.auditor])

    private func desk(_ world: RelayWorld) -> QueueDesk {
        QueueDesk(
            store: world.store,
            registry: world.registry,
            dispatcher: world.dispatcher,
            signal: world.dispatcher,
            clock: world.timer
        )
    }

    @Test func `a destination's queue says why it waits and until when`() async throws {
        let world = try RelayWorld(down)
        let desk = desk(world)
        try await world.dispatching {
            for _ in 0..<5 { try await world.accept(to: world.pushed) }
            try await world.accept(to: world.beneath)
            try await world.accept(to: world.pulling)
            world.dispatcher.delivered(to: [world.pushed])
            #expect(
                try await world.advance(by: .seconds(5), atMost: 30) {
                    world.dispatcher.explain(world.pushed).circuit == "open"
                }
            )
            let view = try await desk.queue(auditor, "H24.991")
            #expect(view.unit == "H24")
            #expect(view.route == "https://h24.example/axis")
            #expect(view.waiting == 6)
            #expect(view.circuit == "open")
            #expect(view.until != nil)
            #expect(view.lastError?.contains("connection refused") == true)
            let list = try await desk.queues(auditor)
            #expect(list.items.map(\.unit) == ["H24", "H26"])
            #expect(list.items[1].route == "pull")
        }
    }

    @Test func `operators hold, release and purge, and it is written down`() async throws {
        let world = try RelayWorld()
        let desk = desk(world)
        let first = try await world.accept(to: world.pulling)
        let second = try await world.accept(to: world.pulling)
        let held = try await desk.hold(operators, QueueActionRequest(unit: "H26", note: "bảo trì"))
        #expect(held == QueueActionResult(changed: 2, skipped: 0, more: false))
        #expect(try await world.state(first.id) == .held)
        let released = try await desk.release(operators, QueueActionRequest(deliveries: [first.id]))
        #expect(released == QueueActionResult(changed: 1, skipped: 0, more: false))
        #expect(try await world.state(first.id) == .queued)
        let one = try await desk.purge(operators, QueueActionRequest(unit: "H26", note: "trùng", limit: 1))
        #expect(one == QueueActionResult(changed: 1, skipped: 0, more: true))
        let rest = try await desk.purge(operators, QueueActionRequest(unit: "H26", note: "trùng", limit: 1))
        #expect(rest.changed == 1)
        #expect(try await [world.state(first.id), world.state(second.id)] == [.dead, .dead])
        let audit = try await world.store.auditRecords(after: 0, limit: 100)
        #expect(audit.map(\.action) == ["queue.hold", "queue.release", "queue.purge", "queue.purge"])
        #expect(audit.allSatisfy { $0.actor == "an" })
    }

    @Test func `what was quarantined is released when its bytes match again`() async throws {
        let world = try RelayWorld()
        let desk = desk(world)
        let delivery = try await world.accept(to: world.pulling)
        let cause = DeliveryCause.quarantined(reason: "hash")
        _ = try await world.store.apply([DeliveryChange(delivery.id, cause, at: world.timer.now())])
        let released = try await desk.release(operators, QueueActionRequest(deliveries: [delivery.id]))
        #expect(released == QueueActionResult(changed: 1, skipped: 0, more: false))
        #expect(try await world.state(delivery.id) == .queued)
    }

    @Test func `a retry lets an open circuit probe at once`() async throws {
        let world = try RelayWorld(down)
        let desk = desk(world)
        try await world.dispatching {
            let delivery = try await world.accept(to: world.pushed)
            world.dispatcher.delivered(to: [world.pushed])
            #expect(
                try await world.advance(by: .seconds(5), atMost: 30) {
                    world.dispatcher.explain(world.pushed).circuit == "open"
                }
            )
            world.transport.follow(up)
            _ = try await desk.retry(operators, QueueActionRequest(unit: "H24"))
            #expect(try await eventually { try await world.state(delivery.id) == .acknowledged })
        }
    }

    @Test func `who is no operator changes nothing`() async throws {
        let world = try RelayWorld()
        let desk = desk(world)
        let delivery = try await world.accept(to: world.pulling)
        await #expect(throws: Refusal.self) {
            _ = try await desk.purge(auditor, QueueActionRequest(unit: "H26", note: "x"))
        }
        await #expect(throws: Refusal.self) { _ = try await desk.hold(operators, QueueActionRequest(unit: "H26")) }
        #expect(try await world.state(delivery.id) == .queued)
    }
}

@Suite struct HealthTests {
    @Test func `degraded modes keep the time since when`() async throws {
        let world = try RelayWorld()
        let health = Health(store: world.store, clock: world.timer, destinationsDown: { 2 })
        #expect(!health.isReady)
        health.start()
        #expect(health.isReady)
        let since = world.timer.now()
        _ = await health.report()
        world.timer.advance(by: .seconds(60))
        let report = await health.report()
        #expect(report.live && report.ready)
        #expect(report.degraded.map(\.mode) == [.destinationsDown])
        #expect(report.degraded.map(\.since) == [since])
        health.degrade(.draining, "stopping")
        #expect(!health.isReady)
    }
}

@Suite struct RetryAfterTests {
    @Test func `seconds and dates are read, all else is not`() throws {
        let now = try #require(Timestamp("1994-11-06T08:49:00Z"))
        #expect(RetryAfter.read("120", at: now) == .seconds(120))
        #expect(RetryAfter.read("Sun, 06 Nov 1994 08:49:37 GMT", at: now) == .seconds(37))
        #expect(RetryAfter.read("Sun, 06 Nov 1994 08:48:37 GMT", at: now) == .zero)
        for text in ["", "-1", "1.5", "soon", "99999999999999", "Sun, 06 Foo 1994 08:49:37 GMT"] {
            #expect(RetryAfter.read(text, at: now) == nil)
        }
    }
}
