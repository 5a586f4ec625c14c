// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry

/// The units that are wound up, each given out once after its time: no event marks that moment, only the clock.
struct WindUps: Sendable {
    private var version: Int64 = -1
    /// Those to come, and those not given out, the latest first.
    private var coming: [(at: Timestamp, unit: UnitID)] = []
    private var given: Set<UnitID> = []

    /// Units wound up since the last call, at most `limit`; after a start all that ever were.
    mutating func next(_ limit: Int, in registry: RegistrySnapshot, at moment: Timestamp) -> [UnitID] {
        if registry.version != version {
            version = registry.version
            coming = registry.units.compactMap { unit in
                guard let closing = unit.closing, !given.contains(unit.id) else { return nil }
                return (closing.windUpAt, unit.id)
            }
            coming.sort { ($1.at, $1.unit) < ($0.at, $0.unit) }
        }
        var found: [UnitID] = []
        while found.count < limit, let last = coming.last, last.at <= moment {
            coming.removeLast()
            given.insert(last.unit)
            found.append(last.unit)
        }
        return found
    }

    /// Takes units back that could not be dealt with.
    mutating func putBack(_ units: [UnitID]) {
        given.subtract(units)
        version = -1
    }
}
