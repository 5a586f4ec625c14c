// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry

extension RegistrySnapshot {
    /// A unit as the interfaces show it.
    ///
    /// - Parameters:
    ///   - moment: the moment of its state.
    ///   - showsRoute: whether to say how documents reach it, for administrators.
    package func view(of unit: RegisteredUnit, at moment: Timestamp, showsRoute: Bool = false) -> UnitView {
        let unit = unit.at(moment)
        return UnitView(
            id: unit.id,
            code: unit.code,
            aliases: unit.aliases,
            name: unit.name,
            kind: unit.kind.rawValue,
            parent: unit.parent.flatMap { self.unit($0) }?.code.text,
            state: unit.state(at: moment),
            adminCode: unit.adminCode,
            address: unit.contact.address,
            email: unit.contact.email,
            phone: unit.contact.phone,
            website: unit.contact.website,
            legalBasis: unit.legalBasis,
            effectiveFrom: unit.effectiveFrom,
            successors: unit.state(at: moment) == .closed
                ? finalSuccessors(of: unit.id, at: moment).map(\.code.text) : [],
            route: showsRoute ? describeRoute(to: unit.id, at: moment) : nil
        )
    }

    private func describeRoute(to unit: UnitID, at moment: Timestamp) -> String {
        switch route(to: unit, at: moment) {
        case .push(let endpoint): code(of: endpoint.unit)
        case .pull: "pull"
        }
    }

    /// The first code of a unit.
    func code(of unit: UnitID) -> String { self.unit(unit)?.code.text ?? unit.description }

    /// A binding as the interfaces show it.
    func view(of known: RegisteredBinding, at moment: Timestamp) -> BindingView {
        BindingView(
            id: known.binding.id,
            unit: code(of: known.binding.holder),
            fingerprint: known.binding.fingerprint,
            subject: known.binding.subject,
            use: known.binding.use.rawValue,
            from: known.binding.period.from,
            until: known.binding.period.until,
            certificateEnd: known.binding.notAfter,
            revoked: known.isRevoked(at: moment)
        )
    }

    /// A grant as the interfaces show it.
    func view(of known: RegisteredGrant, at moment: Timestamp) -> GrantView {
        let over = code(of: known.grant.over) + (known.grant.isBranch ? ".*" : "")
        guard let pattern = UnitPattern(over) else { preconditionFailure("a registered code is no pattern") }
        return GrantView(
            id: known.grant.id,
            holder: code(of: known.grant.holder),
            over: pattern,
            rights: known.grant.rights.map(\.rawValue).sorted(),
            from: known.grant.period.from,
            until: known.grant.period.until,
            legalBasis: known.legalBasis,
            revoked: known.isRevoked(at: moment)
        )
    }

    /// An endpoint as the interfaces show it.
    func view(of endpoint: Endpoint) -> EndpointView {
        EndpointView(unit: code(of: endpoint.unit), url: endpoint.url, branch: endpoint.isBranch)
    }
}

extension AdministratorView {
    /// An administrator as the interfaces show it.
    init(_ administrator: Administrator) {
        self.init(
            name: administrator.name,
            roles: administrator.roles.map(\.rawValue).sorted(),
            uid: administrator.uid,
            fingerprint: administrator.fingerprint
        )
    }
}

extension CodeList.Row {
    /// A registered unit as a row of a list.
    init(_ unit: RegisteredUnit, line: Int, in snapshot: RegistrySnapshot) {
        self.init(line: line, code: unit.code, name: unit.name, kind: unit.kind)
        adminCode = unit.adminCode
        parent = unit.parent.flatMap { snapshot.unit($0) }?.code.text
        code102 = unit.aliases.first { $0.kind == .qcvn102 }
        contact = unit.contact
    }
}
