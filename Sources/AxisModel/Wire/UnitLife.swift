// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Gives a unit another name (đổi tên).
public struct UnitRenameRequest: Hashable, Sendable, Codable {
    /// The new name.
    public var name: String
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when it holds; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(name: String, legalBasis: String? = nil, effectiveFrom: Timestamp? = nil) {
        self.name = name
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// Puts a unit beneath another parent.
public struct UnitMoveRequest: Hashable, Sendable, Codable {
    /// The new parent's code.
    public var parent: String
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when it holds; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(parent: String, legalBasis: String? = nil, effectiveFrom: Timestamp? = nil) {
        self.parent = parent
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// Makes a unit one of another kind under the same codes: a commune becomes a ward.
public struct UnitKindRequest: Hashable, Sendable, Codable {
    /// The new kind.
    public var kind: String
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when it holds; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(kind: String, legalBasis: String? = nil, effectiveFrom: Timestamp? = nil) {
        self.kind = kind
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// Puts clerical errors right (đính chính); what is missing stays as it is.
public struct UnitCorrectionRequest: Hashable, Sendable, Codable {
    /// The right name.
    public var name: String?
    /// The right kind.
    public var kind: String?
    /// The right statistical code.
    public var adminCode: String?
    /// The right address.
    public var address: String?
    /// The right e-mail.
    public var email: String?
    /// The right telephone.
    public var phone: String?
    /// The right web site.
    public var website: String?
    /// What the error was.
    public var reason: String
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when; for each field the moment of the entry now in force when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(
        name: String? = nil,
        kind: String? = nil,
        adminCode: String? = nil,
        address: String? = nil,
        email: String? = nil,
        phone: String? = nil,
        website: String? = nil,
        reason: String,
        legalBasis: String? = nil,
        effectiveFrom: Timestamp? = nil
    ) {
        self.name = name
        self.kind = kind
        self.adminCode = adminCode
        self.address = address
        self.email = email
        self.phone = phone
        self.website = website
        self.reason = reason
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// Closes a unit (đóng mã).
public struct UnitCloseRequest: Hashable, Sendable, Codable {
    /// The codes of the units that succeed it; none when it is dissolved.
    public var successors: [String]?
    /// From when it takes part in nothing; 90 days after the closing when missing.
    public var windUpAt: Timestamp?
    /// Until when documents for it go to its only successor; they are refused when missing.
    public var forwardUntil: Timestamp?
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when it is closed; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(
        successors: [String]? = nil,
        windUpAt: Timestamp? = nil,
        forwardUntil: Timestamp? = nil,
        legalBasis: String? = nil,
        effectiveFrom: Timestamp? = nil
    ) {
        self.successors = successors
        self.windUpAt = windUpAt
        self.forwardUntil = forwardUntil
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// Merges units into one (hợp nhất, sáp nhập): they are closed and it succeeds them.
public struct UnitMergeRequest: Hashable, Sendable, Codable {
    /// The codes of the units that are closed.
    public var units: [String]
    /// The code of the unit that succeeds them.
    public var into: String
    /// From when the closed ones take part in nothing; 90 days after the closing when missing.
    public var windUpAt: Timestamp?
    /// Until when documents for them go to the successor; they are refused when missing.
    public var forwardUntil: Timestamp?
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when it holds; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(
        units: [String],
        into: String,
        windUpAt: Timestamp? = nil,
        forwardUntil: Timestamp? = nil,
        legalBasis: String? = nil,
        effectiveFrom: Timestamp? = nil
    ) {
        self.units = units
        self.into = into
        self.windUpAt = windUpAt
        self.forwardUntil = forwardUntil
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// Splits a unit into several (chia, tách): it is closed and they succeed it.
public struct UnitSplitRequest: Hashable, Sendable, Codable {
    /// The codes of the units that succeed it, two or more.
    public var into: [String]
    /// From when the closed one takes part in nothing; 90 days after the closing when missing.
    public var windUpAt: Timestamp?
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when it holds; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(
        into: [String],
        windUpAt: Timestamp? = nil,
        legalBasis: String? = nil,
        effectiveFrom: Timestamp? = nil
    ) {
        self.into = into
        self.windUpAt = windUpAt
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// Says until when documents for a closed unit go to its only successor.
public struct UnitForwardRequest: Hashable, Sendable, Codable {
    /// Until when; missing, it ends.
    public var until: Timestamp?
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when it holds; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(until: Timestamp?, legalBasis: String? = nil, effectiveFrom: Timestamp? = nil) {
        self.until = until
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}
