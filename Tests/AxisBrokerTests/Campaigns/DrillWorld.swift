// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisSignature
import AxisStore
import AxisStoreMemory
import AxisTestSupport
import Logging
import Synchronization
import Testing

@testable import AxisBroker

/// A small axis with a drill's parts: `G22` plays Axis's own unit, `H24` a province with two units beneath.
struct DrillWorld {
    let intake: IntakeWorld
    let follower: DrillFollower
    let desk: DrillDesk
    let own: OwnDocuments
    let admin = AdministratorCaller(name: "an", roles: [.operator])
    private let rings = Rings()

    /// Counts how often the runner was woken, and how often it was asked who is behind VXP.
    private final class Rings: Sendable {
        let count = Mutex(0)
        let looks = Mutex(0)
    }

    /// - Parameter behindVXP: codes of units that a VXP system serves.
    init(behindVXP: Set<String> = []) throws {
        let world = try IntakeWorld()
        intake = world
        let sealing = try #require(world.identities["sealing"])
        let origin = Sweeper.Origin(
            unit: try #require(world.units["G22"]),
            code: "G22",
            credential: sealing.certificate.fingerprintText
        )
        own = OwnDocuments(
            store: world.store,
            registry: world.holder,
            origin: origin,
            signer: try EnvelopeSigner(identity: sealing),
            clock: world.clock,
            signal: world.signal
        )
        follower = DrillFollower(
            store: world.store,
            registry: world.holder,
            own: own,
            clock: world.clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let units = Set(behindVXP.compactMap { world.units[$0] })
        desk = DrillDesk(
            store: world.store,
            follower: follower,
            origin: origin,
            clock: world.clock,
            behindVXP: { [rings] in
                rings.looks.withLock { $0 += 1 }
                return units.intersection($0)
            },
            wake: { [rings] in rings.count.withLock { $0 += 1 } }
        )
    }

    /// How often the runner was woken.
    var woken: Int { rings.count.withLock { $0 } }

    /// How often it was asked who is behind VXP.
    var looks: Int { rings.looks.withLock { $0 } }

    var store: MemoryStore { intake.store }

    /// Starts a drill and lets its first documents out.
    func start(_ units: [String] = ["H24.*"], attempts: Int = 2, includeVXP: Bool? = nil) async throws -> DrillView {
        let request = DrillStartRequest(
            units: units.compactMap { UnitPattern($0) },
            attempts: attempts,
            retryAfter: 60,
            includeVXP: includeVXP
        )
        let view = try await desk.start(admin, request)
        _ = try await follower.look()
        return view
    }

    func report(_ id: DrillID) async throws -> DrillView { try await desk.report(admin, id, allUnits: true) }

    /// A unit's line of a report.
    func line(_ code: String, of id: DrillID) async throws -> DrillUnitView {
        try #require(try await report(id).units?.first { $0.unit == code })
    }

    /// The newest test document in a unit's inbox.
    func document(for code: String) async throws -> Delivery {
        let unit = try #require(intake.units[code])
        let inbox = try await store.inbox(of: [unit], kind: .drill, after: nil, limit: 100)
        return try #require(inbox.max { $0.id < $1.id })
    }

    @discardableResult
    func apply(_ cause: DeliveryCause, to delivery: DeliveryID) async throws -> Delivery {
        let change = DeliveryChange(delivery, cause, at: intake.clock.now())
        guard case .applied(let after)? = try await store.apply([change]).first else {
            throw StoreError(.corrupt, "the cause was refused")
        }
        return after
    }

    /// How many test documents were accepted.
    func accepted() async throws -> Int { try await store.counts().envelopes[.drill] ?? 0 }
}
