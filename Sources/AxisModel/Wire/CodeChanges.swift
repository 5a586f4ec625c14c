// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// One change of a unit in the feed for mirrors (`GET /v1/codes/changes`).
///
/// The feed is in the order recorded and has no gaps: each change names the version of the one before it.
public struct CodeChange: Hashable, Sendable, Codable {
    /// What happened to the unit.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Registered with its first code.
        case registered
        /// Got a further code.
        case aliasAdded = "alias-added"
        /// Its contact fields were replaced.
        case contactChanged = "contact-changed"
        /// Takes no part until resumed.
        case suspended
        /// Takes part again.
        case resumed
        /// Bears another name.
        case renamed
        /// Is beneath another parent.
        case moved
        /// Is of another kind under the same codes.
        case kindChanged = "kind-changed"
        /// Has another statistical code, or none.
        case adminCodeChanged = "admin-code-changed"
        /// A clerical error was put right.
        case corrected
        /// Closed, with or without successors.
        case closed
        /// A closing still to come was taken back.
        case closingWithdrawn = "closing-withdrawn"
        /// Another unit succeeds it.
        case linked
        /// Another unit succeeds it no longer.
        case unlinked
        /// Whether documents for it are forwarded to its only successor.
        case forwardingChanged = "forwarding-changed"
    }

    /// The registry's version after the change; what to pass as `after`.
    public var version: Int64
    /// The version of the change before it in the feed; 0 for the first.
    public var previous: Int64
    /// What happened.
    public var kind: Kind
    /// The unit's internal identity.
    public var unit: UnitID
    /// The unit's first code.
    public var code: String
    /// From when it holds; may lie in the future or in the past.
    public var effectiveAt: Timestamp
    /// When it was recorded.
    public var recordedAt: Timestamp
    /// The decision it rests on.
    public var legalBasis: String?
    /// Why, where a reason is asked for.
    public var reason: String?
    /// The unit at `effectiveAt` as it was known before; nil when it was not registered.
    public var before: CodeFields?
    /// The unit at `effectiveAt` as it is known with the change.
    public var after: CodeFields
    /// The first codes of the units that succeed it directly at `effectiveAt`, with the change.
    public var successors: [String]
    /// All that is known of the unit with the change: a mirror puts it in the place of what it has of the unit.
    public var record: CodeRecord

    /// Makes one of its parts.
    public init(
        version: Int64,
        previous: Int64,
        kind: Kind,
        unit: UnitID,
        code: String,
        effectiveAt: Timestamp,
        recordedAt: Timestamp,
        legalBasis: String? = nil,
        reason: String? = nil,
        before: CodeFields? = nil,
        after: CodeFields,
        successors: [String] = [],
        record: CodeRecord
    ) {
        self.version = version
        self.previous = previous
        self.kind = kind
        self.unit = unit
        self.code = code
        self.effectiveAt = effectiveAt
        self.recordedAt = recordedAt
        self.legalBasis = legalBasis
        self.reason = reason
        self.before = before
        self.after = after
        self.successors = successors
        self.record = record
    }
}

/// What a unit is at a moment, in a feed of changes.
public struct CodeFields: Hashable, Sendable, Codable {
    /// Its further codes.
    public var aliases: [AgencyCode]
    /// Its name.
    public var name: String
    /// Its kind.
    public var kind: String
    /// Its parent's first code.
    public var parent: String?
    /// Its statistical code: an attribute.
    public var adminCode: String?
    /// Where it stands.
    public var state: UnitState
    /// Address.
    public var address: String?
    /// E-mail.
    public var email: String?
    /// Telephone.
    public var phone: String?
    /// Web site.
    public var website: String?
    /// From when it is closed; nil when no closing is recorded.
    public var closedAt: Timestamp?
    /// From when it is wound up.
    public var windUpAt: Timestamp?
    /// Until when documents for it may go to its only successor.
    public var forwardUntil: Timestamp?

    /// Makes one of its parts.
    public init(
        aliases: [AgencyCode] = [],
        name: String,
        kind: String,
        parent: String? = nil,
        adminCode: String? = nil,
        state: UnitState,
        address: String? = nil,
        email: String? = nil,
        phone: String? = nil,
        website: String? = nil,
        closedAt: Timestamp? = nil,
        windUpAt: Timestamp? = nil,
        forwardUntil: Timestamp? = nil
    ) {
        self.aliases = aliases
        self.name = name
        self.kind = kind
        self.parent = parent
        self.adminCode = adminCode
        self.state = state
        self.address = address
        self.email = email
        self.phone = phone
        self.website = website
        self.closedAt = closedAt
        self.windUpAt = windUpAt
        self.forwardUntil = forwardUntil
    }
}

/// A page of the feed of changes.
public struct CodeChangePage: Hashable, Sendable, Codable {
    /// The changes, in the order recorded.
    public var items: [CodeChange]
    /// What to pass as `after` next; the last version of this page, or what was passed when there is nothing new.
    public var next: Int64
    /// Whether more is there already.
    public var hasMore: Bool
    /// The registry's version as of the page.
    public var registryVersion: Int64

    /// Makes one of its parts.
    public init(items: [CodeChange], next: Int64, hasMore: Bool, registryVersion: Int64) {
        self.items = items
        self.next = next
        self.hasMore = hasMore
        self.registryVersion = registryVersion
    }
}
