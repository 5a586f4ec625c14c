// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What an agency's document system asked of the registry (đề nghị đăng ký, xóa đơn vị): `registerAgency` and
/// `deleteAgency` of the VXP interface change nothing by themselves.
public struct AgencyRequest: Hashable, Sendable, Codable {
    /// What is asked for.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A new unit.
        case register
        /// The end of a unit; granted, it is closed and never deleted.
        case close
    }

    /// How it stands.
    public enum State: String, Sendable, Codable, CaseIterable {
        /// Waits for an administrator.
        case open
        /// Granted, and done.
        case accepted
        /// Not granted.
        case refused
    }

    /// Its identity.
    public var id: AgencyRequestID
    /// What is asked for.
    public var kind: Kind
    /// How it stands.
    public var state: State
    /// The system id that asked.
    public var systemId: String
    /// The unit that the system belongs to.
    public var holder: UnitID
    /// That unit's code when it asked.
    public var holderCode: String
    /// The code of the unit asked for.
    public var code: String
    /// The code of the unit that the new one goes beneath.
    public var parent: String?
    /// The new unit's name.
    public var name: String?
    /// Its e-mail address.
    public var email: String?
    /// Its telephone.
    public var phone: String?
    /// When it was first asked for.
    public var requestedAt: Timestamp
    /// When it was decided.
    public var decidedAt: Timestamp?
    /// Who decided.
    public var decidedBy: String?
    /// Why it was refused, or the decision that granting it rests on.
    public var reason: String?

    /// Makes an open request.
    public init(
        id: AgencyRequestID,
        kind: Kind,
        systemId: String,
        holder: UnitID,
        holderCode: String,
        code: String,
        parent: String? = nil,
        name: String? = nil,
        email: String? = nil,
        phone: String? = nil,
        requestedAt: Timestamp
    ) {
        self.id = id
        self.kind = kind
        state = .open
        self.systemId = systemId
        self.holder = holder
        self.holderCode = holderCode
        self.code = code
        self.parent = parent
        self.name = name
        self.email = email
        self.phone = phone
        self.requestedAt = requestedAt
    }
}

/// `GET /admin/v1/agency-requests`.
public struct AgencyRequestList: Hashable, Sendable, Codable {
    /// The requests, newest first.
    public var items: [AgencyRequest]
    /// Where the next page begins; nil on the last one.
    public var next: String?

    /// Makes a page.
    public init(items: [AgencyRequest], next: String?) {
        self.items = items
        self.next = next
    }
}

/// `POST /admin/v1/agency-requests/{id}/accept`.
public struct AgencyRequestAcceptRequest: Hashable, Sendable, Codable {
    /// The decision it rests on; needed to close a unit.
    public var legalBasis: String?
    /// From when it holds; now when nil.
    public var effectiveFrom: Timestamp?
    /// What kind of unit a new one is; `other` when nil.
    public var kind: String?
    /// The units that follow a closed one.
    public var successors: [String]?

    /// Makes the body.
    public init(
        legalBasis: String? = nil,
        effectiveFrom: Timestamp? = nil,
        kind: String? = nil,
        successors: [String]? = nil
    ) {
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
        self.kind = kind
        self.successors = successors
    }
}

/// `POST /admin/v1/agency-requests/{id}/refuse`.
public struct AgencyRequestRefuseRequest: Hashable, Sendable, Codable {
    /// Why.
    public var reason: String

    /// Makes the body.
    public init(reason: String) {
        self.reason = reason
    }
}
