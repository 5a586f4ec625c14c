// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// A unit as its last recorded change leaves it, even when that is still to come; nil when there is none.
    package func unit(_ id: UnitID) -> RegisteredUnit? { state.units[id] }

    /// A unit as it is at a moment.
    package func unit(_ id: UnitID, at moment: Timestamp) -> RegisteredUnit? { state.units[id]?.at(moment) }

    /// A unit as it is at a moment by what was recorded until another; nil when it was registered later.
    ///
    /// - Parameter knownAt: the last moment of recording that counts; nil for all.
    package func unit(_ id: UnitID, at moment: Timestamp, knownAt: Timestamp?) -> RegisteredUnit? {
        guard let unit = state.units[id] else { return nil }
        guard let knownAt else { return unit.at(moment) }
        return unit.facts.known { _, recordedAt in recordedAt <= knownAt }.map { RegisteredUnit($0).at(moment) }
    }

    /// All that was recorded of a unit's life, in the order recorded: its registration first.
    package func history(of unit: UnitID) -> [RegistryEvent] {
        guard let facts = state.units[unit]?.facts else { return [] }
        return [facts.registering] + facts.changes
    }
}
