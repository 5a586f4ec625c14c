// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// How documents reach a unit: its own endpoint, else its nearest ancestor's that serves the branch, else pull.
    package func route(to unit: UnitID, at moment: Timestamp) -> Route {
        if let own = endpoint(of: unit, at: moment) { return .push(own) }
        var ancestor = self.unit(unit)?.parent
        while let current = ancestor {
            if let endpoint = endpoint(of: current, at: moment), endpoint.isBranch { return .push(endpoint) }
            ancestor = self.unit(current)?.parent
        }
        return .pull
    }

    /// All units whose route is the endpoint of one unit; empty when it has none.
    package func destinationMembers(of owner: UnitID) -> [UnitID] {
        guard let endpoint = state.endpoints[owner] else { return [] }
        var members = [owner]
        guard endpoint.isBranch else { return members }
        var waiting = children(of: owner)
        while let unit = waiting.popLast() {
            let own = state.endpoints[unit]
            if own == nil { members.append(unit) }
            // Beneath another branch endpoint that one is nearer; beneath a unit's private one ours still serves.
            if own?.isBranch != true { waiting += children(of: unit) }
        }
        return members
    }

    private func endpoint(of unit: UnitID, at moment: Timestamp) -> Endpoint? {
        guard let endpoint = state.endpoints[unit], let since = state.endpointsSince[unit], since <= moment
        else { return nil }
        return endpoint
    }
}
