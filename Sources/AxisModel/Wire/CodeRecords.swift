// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// All that the registry says of one unit, past and to come: what a mirror keeps.
///
/// It depends on what was recorded alone, not on when it is asked for.
public struct CodeRecord: Hashable, Sendable, Codable {
    /// The unit's internal identity.
    public var unit: UnitID
    /// The version of its last change.
    public var version: Int64
    /// Its first code.
    public var code: AgencyCode
    /// Its further codes.
    public var aliases: [DatedCode]
    /// What it is over time; the first period begins with it.
    public var periods: [CodePeriod]
    /// The units that succeed it directly, in whole or in part.
    public var successors: [CodeSuccession]

    /// Makes one of its parts.
    public init(
        unit: UnitID,
        version: Int64,
        code: AgencyCode,
        aliases: [DatedCode] = [],
        periods: [CodePeriod],
        successors: [CodeSuccession] = []
    ) {
        self.unit = unit
        self.version = version
        self.code = code
        self.aliases = aliases
        self.periods = periods
        self.successors = successors
    }
}

/// A further code of a unit.
public struct DatedCode: Hashable, Sendable, Codable {
    /// The code.
    public var code: AgencyCode
    /// From when it means the unit.
    public var from: Timestamp

    /// Makes one of its parts.
    public init(code: AgencyCode, from: Timestamp) {
        self.code = code
        self.from = from
    }
}

/// What a unit is from a moment until the next period.
public struct CodePeriod: Hashable, Sendable, Codable {
    /// The first moment.
    public var from: Timestamp
    /// What it is.
    public var fields: CodeFields

    /// Makes one of its parts.
    public init(from: Timestamp, fields: CodeFields) {
        self.from = from
        self.fields = fields
    }
}

/// A unit that succeeds another.
public struct CodeSuccession: Hashable, Sendable, Codable {
    /// The successor's first code.
    public var code: String
    /// From when.
    public var from: Timestamp
    /// Until when, if the link was taken back.
    public var until: Timestamp?

    /// Makes one of its parts.
    public init(code: String, from: Timestamp, until: Timestamp? = nil) {
        self.code = code
        self.from = from
        self.until = until
    }
}

/// The whole registry of codes, for mirrors (`GET /v1/codes/snapshot`): what the feed of changes amounts to.
public struct CodeSnapshot: Hashable, Sendable, Codable {
    /// The version of the last change in it; what to pass as `after` to follow the feed from here.
    public var version: Int64
    /// All units, by code.
    public var items: [CodeRecord]
    /// Leaf, proof and checkpoint: that Axis published exactly these codes, and when.
    public var evidence: SnapshotEvidence?

    /// Makes one of its parts.
    public init(version: Int64, items: [CodeRecord], evidence: SnapshotEvidence? = nil) {
        self.version = version
        self.items = items
        self.evidence = evidence
    }
}

/// All that was recorded of a unit's life.
public struct CodeHistory: Hashable, Sendable, Codable {
    /// The unit as it is now.
    public var unit: UnitView
    /// The changes in the order recorded; the first is its registration.
    public var items: [CodeChange]

    /// Makes one of its parts.
    public init(unit: UnitView, items: [CodeChange]) {
        self.unit = unit
        self.items = items
    }
}
