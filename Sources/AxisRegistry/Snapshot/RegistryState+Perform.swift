// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension RegistryState {
    /// Makes the change of an event that ``check(_:)`` let pass.
    mutating func perform(_ event: RegistryEvent) {
        version = event.version
        if let unit = event.change.unit { unitChanges.append(UnitChangeMark(version: version, unit: unit)) }
        switch event.change {
        case .register(let registration): register(registration, by: event)
        case .addAlias(let unit, let code):
            add(event, to: unit)
            own(code, unit, from: event.effectiveAt)
        case .updateContact(let unit, _), .suspend(let unit, _), .resume(let unit), .rename(let unit, _),
            .changeKind(let unit, _), .setForwarding(let unit, _):
            add(event, to: unit)
        case .move(let unit, let parent): move(unit, beneath: parent, event)
        case .setAdminCode(let unit, let code, _):
            add(event, to: unit)
            if let code { note(adminCode: code, of: unit) }
        case .correct(let unit, let correction, _):
            add(event, to: unit)
            if let code = correction.adminCode { note(adminCode: code, of: unit) }
        case .close(let unit, _, _), .withdrawClosing(let unit, _):
            addSuccessions(event, to: unit)
            refreshEnds(of: unit)
        case .link(let unit, _), .unlink(let unit, _, _): addSuccessions(event, to: unit)
        case .bind(let binding): add(binding, event)
        case .revokeBinding(let id, let reason):
            bindings[id]?.revocation = Revocation(from: event.effectiveAt, reason: reason)
        case .grant(let grant): add(grant, event)
        case .revokeGrant(let id, let reason):
            grants[id]?.revocation = Revocation(from: event.effectiveAt, reason: reason)
        case .setEndpoint(let endpoint):
            endpoints[endpoint.unit] = endpoint
            endpointsSince[endpoint.unit] = event.effectiveAt
        case .clearEndpoint(let unit):
            endpoints[unit] = nil
            endpointsSince[unit] = nil
        case .addAdministrator(let administrator): administrators[administrator.name] = administrator
        case .removeAdministrator(let name): administrators[name] = nil
        }
    }

    private mutating func register(_ registration: UnitRegistration, by event: RegistryEvent) {
        let unit = RegisteredUnit(RegisteredUnit.Facts(registration, by: event))
        units[registration.unit] = unit
        searchIndex.add(unit.facts.searchText, at: unitChanges.count - 1)
        own(registration.code, registration.unit, from: event.effectiveAt)
        for alias in registration.aliases { own(alias, registration.unit, from: event.effectiveAt) }
        if let parent = registration.parent { children[parent, default: []].append(registration.unit) }
        if let admin = registration.adminCode { adminCodes[admin, default: []].append(registration.unit) }
    }

    private mutating func own(_ code: AgencyCode, _ unit: UnitID, from moment: Timestamp) {
        let owner = CodeOwner(kind: code.kind, unit: unit, from: moment)
        if let others = codes[code.text] {
            codes[code.text] = .several(others.all + [owner])
        } else {
            codes[code.text] = .one(owner)
        }
    }

    private mutating func add(_ event: RegistryEvent, to unit: UnitID) {
        guard var facts = units[unit]?.facts else { return }
        let text = facts.searchText
        facts.add(event)
        units[unit] = RegisteredUnit(facts)
        if facts.searchText != text { searchIndex.add(facts.searchText, at: unitChanges.count - 1, known: text) }
    }

    private mutating func move(_ unit: UnitID, beneath parent: UnitID?, _ event: RegistryEvent) {
        // The unit's own history tells whether the parent lists it already; the parent's list may be long.
        let isListed = units[unit].map { known in
            known.facts.registration.parent == parent
                || known.facts.changes.contains { if case .move(_, parent) = $0.change { true } else { false } }
        }
        add(event, to: unit)
        if let parent, isListed == false { children[parent, default: []].append(unit) }
    }

    private mutating func note(adminCode: String, of unit: UnitID) {
        guard adminCodes[adminCode]?.contains(unit) != true else { return }
        adminCodes[adminCode, default: []].append(unit)
    }

    /// Adds an event that may begin or end successions, and keeps the way back in step.
    private mutating func addSuccessions(_ event: RegistryEvent, to unit: UnitID) {
        let before = Set(units[unit]?.facts.timeline?.successions.map(\.successor) ?? [])
        add(event, to: unit)
        let after = units[unit]?.facts.timeline?.successions.map(\.successor) ?? []
        for successor in Set(after).subtracting(before).sorted() { predecessors[successor, default: []].append(unit) }
        for successor in before.subtracting(after) { predecessors[successor]?.removeAll { $0 == unit } }
    }

    // MARK: Rights end with their units

    private mutating func add(_ binding: Binding, _ event: RegistryEvent) {
        bindings[binding.id] = RegisteredBinding(binding: binding, legalBasis: event.legalBasis, revocation: nil)
        bindingsOfFingerprint[binding.fingerprint, default: []].append(binding.id)
        bindingsOfHolder[binding.holder, default: []].append(binding.id)
        let windUpAt = windUp(of: binding.holder)
        bindings[binding.id]?.windUpAt = windUpAt
    }

    private mutating func add(_ grant: Grant, _ event: RegistryEvent) {
        grants[grant.id] = RegisteredGrant(grant: grant, legalBasis: event.legalBasis, revocation: nil)
        grantsOfHolder[grant.holder, default: []].append(grant.id)
        grantsOver[grant.over, default: []].append(grant.id)
        grantsBetween[GrantPair(holder: grant.holder, over: grant.over), default: []].append(grant.id)
        let windUpAt = windUp(of: grant)
        grants[grant.id]?.windUpAt = windUpAt
    }

    private mutating func refreshEnds(of unit: UnitID) {
        let windUpAt = windUp(of: unit)
        for id in bindingsOfHolder[unit] ?? [] { bindings[id]?.windUpAt = windUpAt }
        for id in (grantsOfHolder[unit] ?? []) + (grantsOver[unit] ?? []) {
            guard let grant = grants[id]?.grant else { continue }
            let windUpAt = windUp(of: grant)
            grants[id]?.windUpAt = windUpAt
        }
    }

    private func windUp(of unit: UnitID) -> Timestamp? { units[unit]?.closing?.windUpAt }

    private func windUp(of grant: Grant) -> Timestamp? {
        [windUp(of: grant.holder), windUp(of: grant.over)].compactMap(\.self).min()
    }
}
