// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
import AxisRegistry

extension ClientDesk {
    /// The system ids that a unit holds and that can call now.
    package func systemIDs(of unit: UnitID) -> [String] {
        let now = clock.now()
        return directory.clients(of: unit).filter { $0.isLive(at: now) }.map(\.systemID)
    }

    /// Whether a unit's documents are fetched over VXP: it has a system that can call now, or it has neither a push
    /// endpoint nor a certificate to connect with, and the nearest holder with `receive` over it has such a system.
    package func isServedByVXP(_ unit: UnitID) -> Bool { unitsServedByVXP([unit]).contains(unit) }

    /// Those of some units whose documents are fetched over VXP, all at the same moment.
    package func unitsServedByVXP(_ units: [UnitID]) -> Set<UnitID> {
        let now = clock.now()
        let snapshot = registry.current
        var connecting: Set<UnitID> = []
        for known in snapshot.bindings where known.binding.use.covers(.tls) && known.holds(at: now) {
            connecting.insert(known.binding.holder)
        }
        var receivers: [UnitID: [Grant]] = [:]
        for known in snapshot.grants where known.grant.rights.contains(.receive) && known.holds(at: now) {
            receivers[known.grant.over, default: []].append(known.grant)
        }
        return Set(
            units.filter { unit in
                if hasLiveSystem(unit, at: now) { return true }
                guard snapshot.endpoint(of: unit) == nil, !connecting.contains(unit) else { return false }
                return nearestReceivers(of: unit, receivers, snapshot, now).contains { hasLiveSystem($0, at: now) }
            }
        )
    }

    /// What a closing concerns, completed with the units' system ids.
    package func completed(_ report: UnitClosingReport) async throws(Refusal) -> UnitClosingReport {
        var report = report
        for place in report.items.indices {
            let unit = report.items[place].unit.id
            for client in directory.clients(of: unit) where !client.isRevoked {
                if let stored = try await stored(client.systemID) {
                    report.items[place].clients.append(view(of: stored))
                }
            }
        }
        return report
    }

    private func hasLiveSystem(_ unit: UnitID, at now: Timestamp) -> Bool {
        directory.clients(of: unit).contains { $0.isLive(at: now) }
    }

    /// Who has `receive` over a unit by a grant over it, else by one over its nearest ancestor's branch.
    private func nearestReceivers(
        of unit: UnitID,
        _ receivers: [UnitID: [Grant]],
        _ snapshot: RegistrySnapshot,
        _ now: Timestamp
    ) -> [UnitID] {
        var current: UnitID? = unit
        while let over = current {
            let holders = (receivers[over] ?? [])
                .filter { $0.isBranch ? over != unit : over == unit }
                .map(\.holder)
                .filter { snapshot.may($0, .receive, over: unit, at: now) }
            if !holders.isEmpty { return holders }
            current = snapshot.unit(over, at: now)?.parent
        }
        return []
    }
}
