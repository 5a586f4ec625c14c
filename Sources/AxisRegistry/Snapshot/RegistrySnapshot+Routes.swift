// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// How documents reach a unit: its own endpoint, else its nearest ancestor's that serves the branch, else pull.
    ///
    /// An endpoint that a holder set serves only the units that this holder may receive for at the moment: a route
    /// must not outlive the grant that it was set by, nor reach units that came into the branch later.
    package func route(to unit: UnitID, at moment: Timestamp) -> Route {
        if let own = endpoint(of: unit, for: unit, at: moment) { return .push(own) }
        var ancestor = self.unit(unit)?.parent
        while let current = ancestor {
            if let endpoint = endpoint(of: current, for: unit, at: moment), endpoint.isBranch {
                return .push(endpoint)
            }
            ancestor = self.unit(current)?.parent
        }
        return .pull
    }

    /// All units whose route may be the endpoint of one unit, ``route(to:at:)`` deciding; empty when it has none.
    package func destinationMembers(of owner: UnitID) -> [UnitID] {
        guard let endpoint = state.endpoints[owner] else { return [] }
        var members = [owner]
        guard endpoint.isBranch else { return members }
        var waiting = children(of: owner)
        while let unit = waiting.popLast() {
            let own = state.endpoints[unit]
            // What a holder set may serve nobody at a moment, and then ours does.
            let isFirm = own != nil && own?.setBy == nil
            if !isFirm { members.append(unit) }
            // Beneath another branch endpoint that one is nearer; beneath a unit's private one ours still serves.
            if !isFirm || own?.isBranch != true { waiting += children(of: unit) }
        }
        return members
    }

    private func endpoint(of unit: UnitID, for recipient: UnitID, at moment: Timestamp) -> Endpoint? {
        guard let endpoint = state.endpoints[unit], let since = state.endpointsSince[unit], since <= moment
        else { return nil }
        guard let holder = endpoint.setBy else { return endpoint }
        return may(holder, .receive, over: recipient, at: moment) ? endpoint : nil
    }
}
