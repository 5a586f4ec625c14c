// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

extension RegistrySnapshot {
    /// The changes of units after a version, in the order recorded, none left out.
    ///
    /// Always the same for the same versions: each change says what was known when it was recorded.
    ///
    /// - Parameters:
    ///   - after: the version of the last change already had; 0 for the beginning. Other versions count too.
    ///   - limit: 1 to 1,000.
    package func codeChanges(after: Int64, limit: Int) -> CodeChangePage {
        let limit = min(max(limit, 1), 1000)
        let first = firstPlace(after: after)
        let end = min(first + limit, state.unitChanges.count)
        let items = (first..<end).compactMap { codeChange(at: $0) }
        return CodeChangePage(
            items: items,
            next: items.last?.version ?? after,
            hasMore: end < state.unitChanges.count,
            registryVersion: version
        )
    }

    /// The change of a unit that an event of this registry made; nil for rights, endpoints and administrators.
    package func codeChange(of event: RegistryEvent) -> CodeChange? {
        let place = firstPlace(after: event.version - 1)
        guard place < state.unitChanges.count, state.unitChanges[place].version == event.version else { return nil }
        return codeChange(at: place)
    }

    /// The first place of the feed behind a version, by halving.
    private func firstPlace(after version: Int64) -> Int {
        var low = 0
        var high = state.unitChanges.count
        while low < high {
            let middle = (low + high) / 2
            if state.unitChanges[middle].version <= version { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func codeChange(at place: Int) -> CodeChange? {
        let mark = state.unitChanges[place]
        guard let facts = state.units[mark.unit]?.facts,
            let event = ([facts.registering] + facts.changes).first(where: { $0.version == mark.version }),
            let kind = event.change.kind, let known = facts.known({ version, _ in version <= mark.version })
        else { return nil }
        let links = known.timeline?.successions.filter { $0.holds(at: event.effectiveAt) } ?? []
        return CodeChange(
            version: mark.version,
            previous: place > 0 ? state.unitChanges[place - 1].version : 0,
            kind: kind,
            unit: mark.unit,
            code: facts.registration.code.text,
            effectiveAt: event.effectiveAt,
            recordedAt: event.recordedAt,
            legalBasis: event.legalBasis,
            reason: event.change.reason,
            before: facts.known { version, _ in version < mark.version }.map { fields(of: $0, at: event.effectiveAt) },
            after: fields(of: known, at: event.effectiveAt),
            successors: links.compactMap { unit($0.successor)?.code.text },
            record: record(of: known)
        )
    }

    /// A unit at a moment by what is known of it.
    func fields(of known: RegisteredUnit.Facts, at moment: Timestamp) -> CodeFields {
        let unit = RegisteredUnit(known).at(moment)
        return CodeFields(
            aliases: unit.aliases,
            name: unit.name,
            kind: unit.kind.rawValue,
            parent: unit.parent.flatMap { self.unit($0) }?.code.text,
            adminCode: unit.adminCode,
            state: unit.state(at: moment),
            address: unit.contact.address,
            email: unit.contact.email,
            phone: unit.contact.phone,
            website: unit.contact.website,
            closedAt: unit.closing?.at,
            windUpAt: unit.closing?.windUpAt,
            forwardUntil: unit.forwardsUntil(at: moment)
        )
    }
}

extension RegistryChange {
    /// What a mirror calls it; nil for what is no part of a unit's life.
    fileprivate var kind: CodeChange.Kind? {
        switch self {
        case .register: .registered
        case .addAlias: .aliasAdded
        case .updateContact: .contactChanged
        case .suspend: .suspended
        case .resume: .resumed
        case .rename: .renamed
        case .move: .moved
        case .changeKind: .kindChanged
        case .setAdminCode: .adminCodeChanged
        case .correct: .corrected
        case .close: .closed
        case .withdrawClosing: .closingWithdrawn
        case .link: .linked
        case .unlink: .unlinked
        case .setForwarding: .forwardingChanged
        case .bind, .revokeBinding, .grant, .revokeGrant, .setEndpoint, .clearEndpoint, .addAdministrator,
            .removeAdministrator:
            nil
        }
    }

    /// Why, where a reason is asked for.
    fileprivate var reason: String? {
        switch self {
        case .suspend(_, let reason), .correct(_, _, let reason), .withdrawClosing(_, let reason),
            .unlink(_, _, let reason):
            reason
        default: nil
        }
    }
}
