// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// What kind of unit a code stands for (loại đơn vị).
package enum UnitKind: String, Sendable, Codable, CaseIterable {
    /// Bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, other level-1 organs of the State and the Party.
    case ministry
    /// Tỉnh.
    case province
    /// Thành phố trực thuộc trung ương.
    case city
    /// Hội đồng nhân dân cấp tỉnh.
    case council
    /// Sở, cục, vụ: a unit under a level-1 organ.
    case department
    /// Phường.
    case ward
    /// Xã.
    case commune
    /// Đặc khu.
    case specialZone = "special-zone"
    /// Doanh nghiệp, hợp tác xã, hộ kinh doanh.
    case enterprise
    /// Hệ thống: a system or centre without a code of its own rule book.
    case system
    /// Any other organisation.
    case other
}

/// A unit's contact fields (the basic information of Công văn 1018/BTTTT-THH).
package struct Contact: Hashable, Sendable, Codable {
    /// Address.
    package var address: String?
    /// E-mail.
    package var email: String?
    /// Telephone.
    package var phone: String?
    /// Web site.
    package var website: String?

    /// Makes contact fields.
    package init(address: String? = nil, email: String? = nil, phone: String? = nil, website: String? = nil) {
        self.address = address
        self.email = email
        self.phone = phone
        self.website = website
    }
}

/// What a certificate may be used for.
package enum CertificateUse: String, Sendable, Codable, CaseIterable {
    /// To connect: the client certificate of mutual TLS.
    case tls
    /// To sign envelopes.
    case sign
    /// Both.
    case both

    /// Whether this use covers another.
    package func covers(_ use: CertificateUse) -> Bool { self == .both || self == use }
}

/// A right that a holder may have over a unit (quyền).
package enum Right: String, Sendable, Codable, CaseIterable, Hashable {
    /// Send in the unit's name.
    case send
    /// List, fetch and acknowledge what the unit receives.
    case receive
    /// Sign envelopes of the unit.
    case sign
    /// Hand in the unit's lists.
    case submit
}

/// A role of an administrator (vai trò).
package enum AdministratorRole: String, Sendable, Codable, CaseIterable {
    /// Keeps units, certificates, grants, clients, campaigns.
    case registrar
    /// Keeps queues, endpoints, the store.
    case `operator`
    /// Sees everything, changes nothing.
    case auditor
}

/// A half-open stretch of time: from a moment until before another, or without end.
package struct Period: Hashable, Sendable, Codable {
    /// The first moment inside.
    package var from: Timestamp
    /// The first moment outside again; nil is no end.
    package var until: Timestamp?

    /// Makes a period.
    package init(from: Timestamp, until: Timestamp? = nil) {
        self.from = from
        self.until = until
    }

    /// Whether a moment is inside.
    package func contains(_ moment: Timestamp) -> Bool {
        guard let until else { return moment >= from }
        return moment >= from && moment < until
    }
}
