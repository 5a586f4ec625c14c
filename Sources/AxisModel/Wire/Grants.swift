// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Rights of a holder over a unit or a branch.
public struct GrantView: Hashable, Sendable, Codable {
    /// Its identity.
    public var id: GrantID
    /// The holder's code.
    public var holder: String
    /// The unit or branch.
    public var over: UnitPattern
    /// Out of `send`, `receive`, `sign`, `submit`.
    public var rights: [String]
    /// From when it holds.
    public var from: Timestamp
    /// Until when.
    public var until: Timestamp?
    /// The decision it rests on.
    public var legalBasis: String?
    /// Whether it was revoked.
    public var revoked: Bool

    /// Makes one of its parts.
    public init(
        id: GrantID,
        holder: String,
        over: UnitPattern,
        rights: [String],
        from: Timestamp,
        until: Timestamp? = nil,
        legalBasis: String? = nil,
        revoked: Bool
    ) {
        self.id = id
        self.holder = holder
        self.over = over
        self.rights = rights
        self.from = from
        self.until = until
        self.legalBasis = legalBasis
        self.revoked = revoked
    }
}

/// Gives a holder rights.
public struct GrantAddRequest: Hashable, Sendable, Codable {
    /// The holder's code.
    public var holder: String
    /// The unit or branch.
    public var over: UnitPattern
    /// Out of `send`, `receive`, `sign`, `submit`.
    public var rights: [String]
    /// The decision it rests on.
    public var legalBasis: String
    /// From when; now when missing.
    public var from: Timestamp?
    /// Until when; without end when missing.
    public var until: Timestamp?

    /// Makes one of its parts.
    public init(
        holder: String,
        over: UnitPattern,
        rights: [String],
        legalBasis: String,
        from: Timestamp? = nil,
        until: Timestamp? = nil
    ) {
        self.holder = holder
        self.over = over
        self.rights = rights
        self.legalBasis = legalBasis
        self.from = from
        self.until = until
    }
}
