// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// How documents reach a unit: its own endpoint, else its nearest ancestor's that serves the branch, else pull.
    ///
    /// A closed unit keeps its route until it is wound up.
    package func route(to unit: UnitID, at moment: Timestamp) -> Route {
        if let own = endpoint(of: unit, at: moment) { return .push(own) }
        if self.unit(unit)?.isWoundUp(at: moment) == true { return .pull }
        var ancestor = parent(of: unit, at: moment)
        while let current = ancestor {
            if let endpoint = endpoint(of: current, at: moment), endpoint.isBranch { return .push(endpoint) }
            ancestor = parent(of: current, at: moment)
        }
        return .pull
    }

    /// All units whose route at a moment is the endpoint of one unit, closed ones until they are wound up; empty when
    /// it has none.
    package func destinationMembers(of owner: UnitID, at moment: Timestamp) -> [UnitID] {
        guard let endpoint = endpoint(of: owner, at: moment) else { return [] }
        var members = [owner]
        guard endpoint.isBranch else { return members }
        var waiting = children(of: owner, at: moment)
        while let unit = waiting.popLast() {
            let own = self.endpoint(of: unit, at: moment)
            if own == nil, self.unit(unit)?.isWoundUp(at: moment) == false { members.append(unit) }
            // Beneath another branch endpoint that one is nearer; beneath a unit's private one ours still serves.
            if own?.isBranch != true { waiting += children(of: unit, at: moment) }
        }
        return members
    }

    private func endpoint(of unit: UnitID, at moment: Timestamp) -> Endpoint? {
        guard let endpoint = state.endpoints[unit], let since = state.endpointsSince[unit], since <= moment,
            self.unit(unit)?.isWoundUp(at: moment) == false
        else { return nil }
        return endpoint
    }
}
