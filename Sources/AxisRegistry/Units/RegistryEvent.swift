// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// One change of the registry, as appended: what, from when, recorded when, by whom, on what legal basis.
package struct RegistryEvent: Hashable, Sendable, Codable {
    /// The registry's version after this event: 1, 2, 3 … without gaps.
    package var version: Int64
    /// What changed.
    package var change: RegistryChange
    /// From when it holds; may lie in the future.
    package var effectiveAt: Timestamp
    /// When it was recorded.
    package var recordedAt: Timestamp
    /// The administrator, or `axis` for what ships with it.
    package var actor: String
    /// The decision or document it rests on (căn cứ pháp lý).
    package var legalBasis: String?

    /// Makes an event.
    package init(
        version: Int64,
        change: RegistryChange,
        effectiveAt: Timestamp,
        recordedAt: Timestamp,
        actor: String,
        legalBasis: String?
    ) {
        self.version = version
        self.change = change
        self.effectiveAt = effectiveAt
        self.recordedAt = recordedAt
        self.actor = actor
        self.legalBasis = legalBasis
    }
}

/// What an event changes.
package enum RegistryChange: Hashable, Sendable, Codable {
    /// A unit is registered with its first code.
    case register(UnitRegistration)
    /// A unit gets a further code.
    case addAlias(unit: UnitID, code: AgencyCode)
    /// A unit's contact fields are replaced.
    case updateContact(unit: UnitID, contact: Contact)
    /// A unit takes no documents and sends none until resumed.
    case suspend(unit: UnitID, reason: String)
    /// A suspended unit takes part again.
    case resume(unit: UnitID)
    /// A certificate is bound to a unit.
    case bind(Binding)
    /// A binding ends.
    case revokeBinding(BindingID, reason: String)
    /// A holder gets rights over a unit or a branch.
    case grant(Grant)
    /// A grant ends.
    case revokeGrant(GrantID, reason: String)
    /// A unit, or its branch, gets a push endpoint.
    case setEndpoint(Endpoint)
    /// A unit's push endpoint is taken away.
    case clearEndpoint(unit: UnitID)
    /// A named administrator is added, or replaced.
    case addAdministrator(Administrator)
    /// A named administrator is removed.
    case removeAdministrator(name: String)
    /// A unit bears another name (đổi tên).
    case rename(unit: UnitID, name: String)
    /// A unit goes beneath another parent.
    case move(unit: UnitID, parent: UnitID?)
    /// A unit becomes one of another kind under the same codes: a commune becomes a ward.
    case changeKind(unit: UnitID, kind: UnitKind)
    /// A unit gets another statistical code, or none; until a moment, or until the next such change.
    case setAdminCode(unit: UnitID, adminCode: String?, until: Timestamp?)
    /// A clerical error is put right, from the moment at which the wrong entry took effect.
    case correct(unit: UnitID, correction: Correction, reason: String)
    /// A unit is closed: merged into one successor, split into several, or dissolved (đóng mã).
    case close(unit: UnitID, successors: [UnitID], windUpAt: Timestamp)
    /// A closing that has not taken effect is taken back.
    case withdrawClosing(unit: UnitID, reason: String)
    /// A unit succeeds another, wholly or in part (kế thừa).
    case link(predecessor: UnitID, successor: UnitID)
    /// A link of succession ends; from the link's own moment it is as if it had never been.
    case unlink(predecessor: UnitID, successor: UnitID, reason: String)
    /// Documents for a closed unit may go to its only successor until a moment; nil ends the policy.
    case setForwarding(unit: UnitID, until: Timestamp?)
}

extension RegistryChange {
    /// The unit whose life it is part of, the predecessor of a link; nil for rights, endpoints and administrators.
    package var unit: UnitID? {
        switch self {
        case .register(let registration): registration.unit
        case .addAlias(let unit, _), .updateContact(let unit, _), .suspend(let unit, _), .resume(let unit),
            .rename(let unit, _), .move(let unit, _), .changeKind(let unit, _), .setAdminCode(let unit, _, _),
            .correct(let unit, _, _), .close(let unit, _, _), .withdrawClosing(let unit, _), .link(let unit, _),
            .unlink(let unit, _, _), .setForwarding(let unit, _):
            unit
        case .bind, .revokeBinding, .grant, .revokeGrant, .setEndpoint, .clearEndpoint, .addAdministrator,
            .removeAdministrator:
            nil
        }
    }

    /// The changes of a merger (hợp nhất, sáp nhập): each old unit is closed with the new one as its successor.
    package static func merge(_ old: [UnitID], into new: UnitID, windUpAt: Timestamp) -> [RegistryChange] {
        old.map { .close(unit: $0, successors: [new], windUpAt: windUpAt) }
    }

    /// The change of a division (chia, tách): the old unit is closed with the new ones as its successors.
    package static func split(_ old: UnitID, into new: [UnitID], windUpAt: Timestamp) -> RegistryChange {
        .close(unit: old, successors: new, windUpAt: windUpAt)
    }
}

/// What was entered wrongly; nil leaves a field as it is.
package struct Correction: Hashable, Sendable, Codable {
    /// The right name.
    package var name: String?
    /// The right kind.
    package var kind: UnitKind?
    /// The right statistical code.
    package var adminCode: String?
    /// The right contact fields, all of them.
    package var contact: Contact?

    /// Makes a correction.
    package init(name: String? = nil, kind: UnitKind? = nil, adminCode: String? = nil, contact: Contact? = nil) {
        self.name = name
        self.kind = kind
        self.adminCode = adminCode
        self.contact = contact
    }
}

/// A unit as it is registered.
package struct UnitRegistration: Hashable, Sendable, Codable {
    /// Its internal identity.
    package var unit: UnitID
    /// Its code.
    package var code: AgencyCode
    /// Further codes, e.g. the QCVN 102 form.
    package var aliases: [AgencyCode]
    /// Its name.
    package var name: String
    /// Its kind.
    package var kind: UnitKind
    /// Its parent.
    package var parent: UnitID?
    /// Its contact fields.
    package var contact: Contact
    /// Its statistical code (mã đơn vị hành chính): an attribute, not an identifier.
    package var adminCode: String?

    /// Makes a registration.
    package init(
        unit: UnitID,
        code: AgencyCode,
        aliases: [AgencyCode] = [],
        name: String,
        kind: UnitKind,
        parent: UnitID? = nil,
        contact: Contact = Contact(),
        adminCode: String? = nil
    ) {
        self.unit = unit
        self.code = code
        self.aliases = aliases
        self.name = name
        self.kind = kind
        self.parent = parent
        self.contact = contact
        self.adminCode = adminCode
    }
}
