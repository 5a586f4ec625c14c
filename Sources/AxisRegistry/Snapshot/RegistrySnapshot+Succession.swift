// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// The units that succeed one directly, by the links that hold at a moment, in the order in which they were made.
    ///
    /// A unit that lives may have successors too, when a part of it became another unit.
    package func successors(of unit: UnitID, at moment: Timestamp) -> [UnitID] {
        state.successors(of: unit, at: moment)
    }

    /// The units that a unit succeeded directly, by all links ever made and not erased.
    package func predecessors(of unit: UnitID) -> [UnitID] { state.predecessors[unit] ?? [] }

    /// The units that a unit succeeds directly at a moment.
    package func predecessors(of unit: UnitID, at moment: Timestamp) -> [UnitID] {
        predecessors(of: unit).filter { state.successors(of: $0, at: moment).contains(unit) }
    }

    /// The units that live at a moment and to which the successions of a closed one lead, through closed ones, each
    /// once, by code; empty when it was dissolved.
    ///
    /// - Parameter knownAt: answer as the registry knew it then; nil for all that is recorded.
    package func finalSuccessors(
        of unit: UnitID,
        at moment: Timestamp,
        knownAt: Timestamp? = nil
    ) -> [RegisteredUnit] {
        var seen: Set<UnitID> = [unit]
        var waiting = [unit]
        var found: [RegisteredUnit] = []
        while let current = waiting.popLast() {
            guard let known = self.unit(current, at: moment, knownAt: knownAt) else { continue }
            for link in known.facts.timeline?.successions ?? []
            where link.holds(at: moment) && seen.insert(link.successor).inserted {
                guard let next = self.unit(link.successor, at: moment, knownAt: knownAt) else { continue }
                switch next.state(at: moment) {
                case .active, .suspended: found.append(next)
                case .closed: waiting.append(next.id)
                case .future: continue
                }
            }
        }
        return found.sorted { $0.code.text < $1.code.text }
    }

    /// Where documents for a closed unit go by the policy `forward`: its only successor, never one of several.
    ///
    /// Every closed unit on the way needs the policy and exactly one successor. The target lives at the moment; it may
    /// be suspended.
    package func forwardTarget(of unit: UnitID, at moment: Timestamp) -> RegisteredUnit? {
        var seen: Set<UnitID> = []
        var current = unit
        while seen.insert(current).inserted, let known = self.unit(current, at: moment) {
            switch known.state(at: moment) {
            case .active, .suspended: return current == unit ? nil : known
            case .future: return nil
            case .closed:
                let next = state.successors(of: current, at: moment)
                guard known.forwardsUntil(at: moment) != nil, next.count == 1, let only = next.first else { return nil }
                current = only
            }
        }
        return nil
    }
}
