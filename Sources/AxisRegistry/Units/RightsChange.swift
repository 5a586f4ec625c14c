// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

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
