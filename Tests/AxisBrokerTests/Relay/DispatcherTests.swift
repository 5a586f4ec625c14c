// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisBroker
import AxisModel
import AxisRegistry
import AxisStore
import AxisStoreMemory
import AxisTransfer
import Testing

@Suite struct DispatcherTests {
    @Test func `a document is pushed once with its exact bytes and acknowledged`() async throws {
        let world = try RelayWorld()
        let bytes = Array("<edXML>Kính gửi</edXML>".utf8)
        try await world.dispatching {
            let delivery = try await world.accept(to: world.beneath, bytes: bytes)
            world.dispatcher.delivered(to: [world.beneath])
            #expect(try await eventually { try await world.state(delivery.id) == .acknowledged })
            let request = try #require(world.transport.requests.first)
            #expect(world.transport.requests.count == 1)
            #expect(request.url == "https://h24.example/axis")
            #expect(request.payload == .bytes(bytes))
            let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
            #expect(headers["Content-Type"] == "application/xml")
            #expect(headers["Axis-Delivery-Id"] == delivery.id.description)
            #expect(headers["Axis-Envelope-Id"] == delivery.envelope.description)
            #expect(headers["Axis-Sender"] == "G22")
            #expect(headers["Axis-Recipient"] == "H24.991")
            #expect(headers["Axis-Kind"] == "document")
            #expect(headers["Axis-Attempt"] == "1")
            #expect(headers["Axis-Signature"] == "valid")
            #expect(headers["Axis-Sender-Auth"] == "mtls")
            let digest = try #require(headers["Content-Digest"])
            #expect(digest.hasPrefix("sha-256=:") && digest.hasSuffix("=:"))
            #expect(digest.utf8.count == 9 + 44 + 1)
        }
    }

    @Test func `the recipient's own refusal is final`() async throws {
        let world = try RelayWorld { _ in
            PushReply(
                status: 422,
                contentType: "application/problem+json",
                body: Array(#"{"type":"urn:x","code":"not-ours"}"#.utf8)
            )
        }
        try await world.dispatching {
            let delivery = try await world.accept(to: world.pushed)
            world.dispatcher.delivered(to: [world.pushed])
            #expect(try await eventually { try await world.state(delivery.id) == .rejected })
            _ = try await world.advance(by: .seconds(3600), atMost: 5) { false }
            #expect(world.transport.requests.count == 1)
        }
    }

    @Test func `after an outage everything arrives, and no attempt is counted while the circuit is open`() async throws
    {
        let world = try RelayWorld(down)
        try await world.dispatching {
            var deliveries: [Delivery] = []
            for _ in 0..<20 { deliveries.append(try await world.accept(to: world.pushed)) }
            world.dispatcher.delivered(to: [world.pushed])
            let isOpen = try await world.advance(by: .seconds(5), atMost: 30) {
                world.dispatcher.explain(world.pushed).circuit == "open"
            }
            #expect(isOpen)
            let explanation = world.dispatcher.explain(world.pushed)
            #expect(explanation.why.contains("connection refused"))
            let until = try #require(explanation.until)
            #expect(until > world.timer.now())
            // Six hours of outage: about 30 probes, not one attempt for each document each time.
            _ = try await world.advance(by: .seconds(60), atMost: 360) { false }
            #expect((10...60).contains(world.transport.requests.count), "\(world.transport.requests.count)")
            world.transport.follow(up)
            let allArrived = try await world.advance(by: .seconds(30), atMost: 60) {
                for delivery in deliveries where try await world.state(delivery.id) != .acknowledged { return false }
                return true
            }
            #expect(allArrived)
            #expect(world.dispatcher.explain(world.pushed).circuit == "closed")
            #expect(world.dispatcher.explain(world.pushed).lastError == nil)
        }
    }

    @Test func `what was under way when the process ended is attempted again when it is due`() async throws {
        let world = try RelayWorld()
        let delivery = try await world.accept(to: world.pushed)
        let now = world.timer.now()
        // The earlier process wrote this before dialling, and ended.
        let started = DeliveryCause.pushStarted(
            token: LeaseToken(SystemIdentifiers().next(at: now)),
            until: now + .seconds(90),
            nextDue: now + .seconds(60)
        )
        _ = try await world.store.apply([DeliveryChange(delivery.id, started, at: now)])
        try await world.dispatching {
            #expect(try await eventually { try await world.state(delivery.id) == .queued })
            #expect(try await world.delivery(delivery.id).attempts == 1)
            #expect(world.transport.requests.isEmpty, "not before it is due")
            #expect(
                try await world.advance(by: .seconds(30), atMost: 4) {
                    try await world.state(delivery.id) == .acknowledged
                }
            )
            #expect(try await world.delivery(delivery.id).attempts == 2)
            let causes = try await world.store.history(of: delivery.id, limit: 20).map(\.cause)
            #expect(causes.contains("push-interrupted"))
        }
    }

    @Test func `Retry-After is honoured`() async throws {
        let world = try RelayWorld { _ in PushReply(status: 429, retryAfter: "600") }
        try await world.dispatching {
            let first = try await world.accept(to: world.pushed)
            world.dispatcher.delivered(to: [world.pushed])
            #expect(await eventually { world.dispatcher.explain(world.pushed).until != nil })
            #expect(try await eventually { try await world.state(first.id) == .queued })
            let second = try await world.accept(to: world.pushed)
            world.dispatcher.delivered(to: [world.pushed])
            _ = try await world.advance(by: .seconds(59), atMost: 10) { false }
            #expect(world.transport.requests.count == 1)
            world.transport.follow(up)
            #expect(
                try await world.advance(by: .seconds(30), atMost: 10) {
                    let states = [try await world.state(first.id), try await world.state(second.id)]
                    return states == [.acknowledged, .acknowledged]
                }
            )
        }
    }

    @Test func `after 72 hours of attempts a delivery is held and stays fetchable`() async throws {
        let world = try RelayWorld { _ in PushReply(status: 500) }
        try await world.dispatching {
            let delivery = try await world.accept(to: world.pushed)
            let start = world.timer.now()
            world.dispatcher.delivered(to: [world.pushed])
            let isHeld = try await world.advance(by: .seconds(1200), atMost: 300) {
                try await world.state(delivery.id) == .held
            }
            #expect(isHeld)
            #expect(world.timer.now() - start >= .seconds(72 * 3600))
            let held = try await world.delivery(delivery.id)
            #expect(held.holdReason == .pushExhausted)
            #expect(held.holdReason?.isFetchable == true)
            #expect(held.attempts < 200)
            #expect(held.noticeDue != nil)
        }
    }

    @Test func `a recipient that fetches is no destination, and becomes one when it gets an endpoint`() async throws {
        let world = try RelayWorld()
        try await world.dispatching {
            let delivery = try await world.accept(to: world.pulling)
            world.dispatcher.delivered(to: [world.pulling])
            _ = try await world.advance(by: .seconds(60), atMost: 3) { false }
            #expect(world.transport.requests.isEmpty)
            try world.change(.setEndpoint(Endpoint(unit: world.pulling, url: "https://h26.example/", isBranch: false)))
            world.dispatcher.registryChanged()
            #expect(try await eventually { try await world.state(delivery.id) == .acknowledged })
        }
    }

    @Test func `a cleared endpoint gets no more attempts`() async throws {
        let world = try RelayWorld(down)
        try await world.dispatching {
            let delivery = try await world.accept(to: world.pushed)
            world.dispatcher.delivered(to: [world.pushed])
            #expect(try await eventually { try await world.delivery(delivery.id).attempts == 1 })
            #expect(try await eventually { try await world.state(delivery.id) == .queued })
            try world.change(.clearEndpoint(unit: world.pushed))
            world.dispatcher.registryChanged()
            _ = try await world.advance(by: .seconds(600), atMost: 10) { false }
            #expect(world.transport.requests.count == 1)
            #expect(try await world.state(delivery.id) == .queued)
        }
    }

    @Test func `what was given out before a route changed goes the new way`() async throws {
        let world = try RelayWorld()
        let own = "https://h24-991.example/axis"
        let beneath = world.beneath
        world.transport.follow { request in
            if request.url != own {
                try? world.change(.setEndpoint(Endpoint(unit: beneath, url: own, isBranch: false)))
            }
            return PushReply(status: 200)
        }
        try await world.dispatching {
            var ids: [DeliveryID] = []
            for _ in 0..<12 { ids.append(try await world.accept(to: beneath).id) }
            world.dispatcher.delivered(to: [beneath])
            for id in ids { #expect(try await eventually { try await world.state(id) == .acknowledged }) }
            // Two may be under way at once in the beginning.
            #expect(world.transport.requests.count { $0.url != own } <= 2)
            #expect(world.transport.requests.count == 12)
        }
    }

    @Test func `bytes that don't match their hash are quarantined and not sent`() async throws {
        let world = try RelayWorld(corrupts: true)
        try await world.dispatching {
            let delivery = try await world.accept(to: world.pushed)
            world.dispatcher.delivered(to: [world.pushed])
            #expect(try await eventually { try await world.state(delivery.id) == .quarantined })
            #expect(world.transport.requests.isEmpty)
            #expect(await eventually { world.dispatcher.explain(world.pushed).inFlight == 0 })
        }
    }

    @Test func `when results can't be recorded, delivering stops`() async throws {
        let world = try RelayWorld()
        try await world.accept(to: world.pushed)
        let store = world.store
        world.transport.follow { _ in
            store.fail(with: StoreError(.failed, "fsync"))
            return PushReply(status: 200)
        }
        await #expect(throws: StoreError.self) { try await world.dispatcher.run() }
    }
}
