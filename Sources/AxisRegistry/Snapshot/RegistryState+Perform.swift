// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel

extension RegistryState {
    /// Makes the change of an event that ``check(_:)`` let pass.
    mutating func perform(_ event: RegistryEvent) {
        version = event.version
        switch event.change {
        case .register(let registration): register(registration, by: event)
        case .addAlias(let unit, let code):
            change(unit) { $0.registration.aliases.append(code) }
            own(code, unit, from: event.effectiveAt)
        case .updateContact(let unit, let contact): change(unit) { $0.registration.contact = contact }
        case .suspend(let unit, reason: _): change(unit) { $0.add(.init(at: event.effectiveAt, state: .suspended)) }
        case .resume(let unit): change(unit) { $0.add(.init(at: event.effectiveAt, state: .active)) }
        case .bind(let binding):
            bindings[binding.id] = RegisteredBinding(binding: binding, legalBasis: event.legalBasis, revocation: nil)
            bindingsOfFingerprint[binding.fingerprint, default: []].append(binding.id)
        case .revokeBinding(let id, let reason):
            bindings[id]?.revocation = Revocation(from: event.effectiveAt, reason: reason)
        case .grant(let grant):
            grants[grant.id] = RegisteredGrant(grant: grant, legalBasis: event.legalBasis, revocation: nil)
            grantsOfHolder[grant.holder, default: []].append(grant.id)
            grantsBetween[GrantPair(holder: grant.holder, over: grant.over), default: []].append(grant.id)
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
        units[registration.unit] = RegisteredUnit(
            RegisteredUnit.Facts(
                registration: registration,
                legalBasis: event.legalBasis,
                effectiveFrom: event.effectiveAt,
                recordedAt: event.recordedAt,
                searchText: UnitSearch.text(of: registration)
            )
        )
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

    private mutating func change(_ unit: UnitID, _ body: (inout RegisteredUnit.Facts) -> Void) {
        guard var facts = units[unit]?.facts else { return }
        body(&facts)
        facts.searchText = UnitSearch.text(of: facts.registration)
        units[unit] = RegisteredUnit(facts)
    }
}
