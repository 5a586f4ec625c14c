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

/// A certificate's binding to a holder unit.
package struct Binding: Hashable, Sendable, Codable {
    /// Its identity.
    package var id: BindingID
    /// The holder.
    package var holder: UnitID
    /// SHA-256 of the certificate's DER.
    package var fingerprint: Digest256
    /// What it may be used for.
    package var use: CertificateUse
    /// When it holds.
    package var period: Period
    /// The certificate's subject, for people.
    package var subject: String
    /// The certificate's own end, for warnings ahead of time.
    package var notAfter: Timestamp

    /// Makes a binding.
    package init(
        id: BindingID,
        holder: UnitID,
        fingerprint: Digest256,
        use: CertificateUse,
        period: Period,
        subject: String,
        notAfter: Timestamp
    ) {
        self.id = id
        self.holder = holder
        self.fingerprint = fingerprint
        self.use = use
        self.period = period
        self.subject = subject
        self.notAfter = notAfter
    }
}

/// Rights of a holder over a unit or the units beneath it.
package struct Grant: Hashable, Sendable, Codable {
    /// Its identity.
    package var id: GrantID
    /// Who gets the rights.
    package var holder: UnitID
    /// The unit named.
    package var over: UnitID
    /// Whether the units beneath are meant, instead of the unit itself.
    package var isBranch: Bool
    /// The rights.
    package var rights: Set<Right>
    /// When it holds.
    package var period: Period

    /// Makes a grant.
    package init(
        id: GrantID,
        holder: UnitID,
        over: UnitID,
        isBranch: Bool,
        rights: Set<Right>,
        period: Period
    ) {
        self.id = id
        self.holder = holder
        self.over = over
        self.isBranch = isBranch
        self.rights = rights
        self.period = period
    }
}

/// Where documents for a unit, or for it and its branch, are pushed.
package struct Endpoint: Hashable, Sendable, Codable {
    /// The unit it belongs to: the destination of the scheduler.
    package var unit: UnitID
    /// The URL, `https` only.
    package var url: String
    /// Whether it also serves the units beneath that have no route of their own.
    package var isBranch: Bool
    /// The unit that set it by its right to receive, and without which it serves nobody; nil when an administrator did.
    package var setBy: UnitID?

    /// Makes an endpoint.
    package init(unit: UnitID, url: String, isBranch: Bool, setBy: UnitID? = nil) {
        self.unit = unit
        self.url = url
        self.isBranch = isBranch
        self.setBy = setBy
    }
}

/// A named administrator.
package struct Administrator: Hashable, Sendable, Codable {
    /// The name, unique.
    package var name: String
    /// The roles.
    package var roles: Set<AdministratorRole>
    /// The Unix user that may call over the socket.
    package var uid: UInt32?
    /// SHA-256 of the certificate that may call over HTTPS.
    package var fingerprint: Digest256?

    /// Makes an administrator.
    package init(name: String, roles: Set<AdministratorRole>, uid: UInt32? = nil, fingerprint: Digest256? = nil) {
        self.name = name
        self.roles = roles
        self.uid = uid
        self.fingerprint = fingerprint
    }
}
