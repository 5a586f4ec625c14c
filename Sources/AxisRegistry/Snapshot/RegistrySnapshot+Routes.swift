// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// How documents reach a unit: its own endpoint, else its nearest ancestor's that serves the branch, else pull.
    ///
    /// An endpoint that a holder set serves only the units that this holder may receive for at the moment: a route
    /// must not outlive the grant that it was set by, nor reach units that came into the branch later. A closed unit
    /// keeps its route until it is wound up.
    package func route(to unit: UnitID, at moment: Timestamp) -> Route {
        if let own = endpoint(of: unit, for: unit, at: moment) { return .push(own) }
        if self.unit(unit)?.isWoundUp(at: moment) == true { return .pull }
        var ancestor = parent(of: unit, at: moment)
        while let current = ancestor {
            if let endpoint = endpoint(of: current, for: unit, at: moment), endpoint.isBranch {
                return .push(endpoint)
            }
            ancestor = parent(of: current, at: moment)
        }
        return .pull
    }

    /// All units whose route at a moment may be the endpoint of one unit, ``route(to:at:)`` deciding, closed ones until
    /// they are wound up; empty when it has none.
    package func destinationMembers(of owner: UnitID, at moment: Timestamp) -> [UnitID] {
        guard let endpoint = state.endpoints[owner] else { return [] }
        var members = [owner]
        guard endpoint.isBranch else { return members }
        var waiting = children(of: owner, at: moment)
        while let unit = waiting.popLast() {
            let own = state.endpoints[unit]
            // What a holder set may serve nobody at a moment, and then ours does.
            let isFirm = own != nil && own?.setBy == nil
            if !isFirm, self.unit(unit)?.isWoundUp(at: moment) == false { members.append(unit) }
            // Beneath another branch endpoint that one is nearer; beneath a unit's private one ours still serves.
            if !isFirm || own?.isBranch != true { waiting += children(of: unit, at: moment) }
        }
        return members
    }

    private func endpoint(of unit: UnitID, for recipient: UnitID, at moment: Timestamp) -> Endpoint? {
        guard let endpoint = state.endpoints[unit], let since = state.endpointsSince[unit], since <= moment,
            self.unit(unit)?.isWoundUp(at: moment) == false
        else { return nil }
        guard let holder = endpoint.setBy else { return endpoint }
        return may(holder, .receive, over: recipient, at: moment) ? endpoint : nil
    }
}
