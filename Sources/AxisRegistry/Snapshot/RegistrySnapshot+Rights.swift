// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// What a certificate is bound to for a use at a moment.
    package func binding(
        fingerprint: Digest256,
        use: CertificateUse,
        at moment: Timestamp
    ) -> BindingAnswer {
        var revoked: Binding?
        var expired: Binding?
        for id in state.bindingsOfFingerprint[fingerprint] ?? [] {
            guard let known = state.bindings[id], known.binding.use.covers(use) else { continue }
            if known.holds(at: moment) { return .bound(known.binding) }
            if known.isRevoked(at: moment) { revoked = known.binding } else { expired = known.binding }
        }
        if let revoked { return .revoked(revoked) }
        if let expired { return .expired(expired) }
        return .unbound
    }

    /// Whether a holder has a right over a unit.
    ///
    /// A unit has all rights over itself; a parent has none over its children without a grant. A holder that does not
    /// take part at the moment, because it is suspended, closed or still to come, acts for nobody else. From a unit's
    /// closing on only `receive` and `sign` are left, to fetch, acknowledge and answer, and none once it is wound up.
    /// Whether the unit takes part is another question, which ``resolve(_:at:knownAt:)`` answers.
    package func may(_ holder: UnitID, _ right: Right, over unit: UnitID, at moment: Timestamp) -> Bool {
        guard let target = self.unit(unit), target.leaves(right, at: moment) else { return false }
        if holder == unit { return true }
        guard state.grantsOfHolder[holder] != nil, self.unit(holder)?.state(at: moment) == .active else { return false }
        if has(holder, right, over: unit, branch: false, at: moment) { return true }
        var ancestor = target.facts.parent(at: moment)
        while let current = ancestor {
            if has(holder, right, over: current, branch: true, at: moment) { return true }
            ancestor = parent(of: current, at: moment)
        }
        return false
    }

    /// Whether a holder may send status packages in a unit's name: who may send for it, and between its closing and
    /// its winding up who may receive for it.
    package func maySendStatus(_ holder: UnitID, over unit: UnitID, at moment: Timestamp) -> Bool {
        let isWindingUp = self.unit(unit)?.isWindingUp(at: moment) == true
        return may(holder, isWindingUp ? .receive : .send, over: unit, at: moment)
    }

    /// All units over which a holder has a right at a moment, itself among them while it has it.
    package func units(under holder: UnitID, with right: Right, at moment: Timestamp) -> Set<UnitID> {
        guard let known = unit(holder) else { return [] }
        var found: Set<UnitID> = [holder]
        guard known.state(at: moment) == .active else { return known.leaves(right, at: moment) ? found : [] }
        for id in state.grantsOfHolder[holder] ?? [] {
            guard let known = state.grants[id], known.holds(at: moment), known.grant.rights.contains(right)
            else { continue }
            let covered = known.grant.isBranch ? descendants(of: known.grant.over, at: moment) : [known.grant.over]
            found.formUnion(covered)
        }
        return found.filter { unit($0)?.leaves(right, at: moment) == true }
    }

    private func has(
        _ holder: UnitID,
        _ right: Right,
        over unit: UnitID,
        branch: Bool,
        at moment: Timestamp
    ) -> Bool {
        guard let ids = state.grantsBetween[GrantPair(holder: holder, over: unit)] else { return false }
        return ids.contains { id in
            guard let known = state.grants[id] else { return false }
            return known.grant.isBranch == branch && known.grant.rights.contains(right) && known.holds(at: moment)
        }
    }
}

extension RegisteredUnit {
    /// Whether its closing, if any, leaves a right in force at a moment.
    fileprivate func leaves(_ right: Right, at moment: Timestamp) -> Bool {
        guard let closing, moment >= closing.at else { return true }
        return moment < closing.windUpAt && (right == .receive || right == .sign)
    }
}
