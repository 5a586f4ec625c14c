// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
import AxisStore
import Synchronization

extension Sweeper {
    /// Moves or holds what still waits for units that were wound up; a page of units at a time.
    ///
    /// What came back to the queue later, from a lease that ran out, is looked for among all that is queued.
    func settleWindUps() async throws -> Bool {
        let now = timer.now()
        let rule = SuccessionRule(registry: registry.current, moment: now)
        let fresh = windUps.withLock { $0.next(configuration.page, in: rule.registry, at: now) }
        do {
            let queued = try await store.recipientsWithQueuedDeliveries().filter(rule.isWoundUp)
            let units = Set(fresh).union(queued.prefix(configuration.page))
            guard !units.isEmpty else { return false }
            try await settle(Array(units), by: rule)
            return fresh.count == configuration.page || queued.count > configuration.page
        } catch {
            windUps.withLock { $0.putBack(fresh) }
            throw error
        }
    }

    private func settle(_ units: [UnitID], by rule: SuccessionRule) async throws {
        var filter = DeliveryFilter()
        filter.recipients = units
        filter.states = [.queued, .held]
        filter.limit = configuration.page
        for _ in 0..<configuration.pages {
            let page = try await store.deliveries(filter)
            try await carryOut(page, by: rule)
            guard page.count == filter.limit, let last = page.last else { return }
            filter.after = last.id
        }
        // What is left of the held ones is found when these units are looked at again.
        windUps.withLock { $0.putBack(units) }
    }

    private func carryOut(_ deliveries: [Delivery], by rule: SuccessionRule) async throws {
        let fates = deliveries.compactMap { delivery in rule.fate(of: delivery).map { (delivery.id, $0) } }
        guard !fates.isEmpty else { return }
        _ = try await store.apply(fates.flatMap { $1.changes(of: $0, at: rule.moment) })
        signal.delivered(to: Array(Set(fates.compactMap(\.1.recipient))))
    }

    /// Who is told about what a unit sent: itself, or after its closing its only successor under `forward`, or else
    /// itself until it is wound up; nil when nobody is left.
    func listener(for sender: UnitID, at moment: Timestamp) -> RegisteredUnit? {
        let snapshot = registry.current
        guard let unit = snapshot.unit(sender) else { return nil }
        guard unit.state(at: moment) == .closed else { return unit }
        return snapshot.forwardTarget(of: sender, at: moment) ?? (unit.isWindingUp(at: moment) ? unit : nil)
    }
}
