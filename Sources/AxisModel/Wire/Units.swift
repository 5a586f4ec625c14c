// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// Where a unit stands at a moment.
public enum UnitState: String, Sendable, Codable {
    /// Takes part.
    case active
    /// Suspended: takes no documents and sends none.
    case suspended
    /// Registered, but not yet in effect.
    case future
    /// Closed.
    case closed
}

/// When Axis last had to do with a unit, to the minute (lần liên hệ gần nhất).
public struct LastContactView: Hashable, Sendable, Codable {
    /// When its documents were last listed, claimed or fetched.
    public var pulledAt: Timestamp?
    /// When its endpoint last answered a push.
    public var answeredAt: Timestamp?
    /// When its endpoint last failed a push.
    public var failedAt: Timestamp?

    /// Makes one of its parts.
    public init(pulledAt: Timestamp? = nil, answeredAt: Timestamp? = nil, failedAt: Timestamp? = nil) {
        self.pulledAt = pulledAt
        self.answeredAt = answeredAt
        self.failedAt = failedAt
    }
}

/// A unit of the registry as the interfaces show it.
public struct UnitView: Hashable, Sendable, Codable {
    /// Its internal identity.
    public var id: UnitID
    /// Its code.
    public var code: AgencyCode
    /// Its other codes.
    public var aliases: [AgencyCode]
    /// Its name.
    public var name: String
    /// Its kind.
    public var kind: String
    /// Its parent's code.
    public var parent: String?
    /// Where it stands.
    public var state: UnitState
    /// Its statistical code: an attribute.
    public var adminCode: String?
    /// Address.
    public var address: String?
    /// E-mail.
    public var email: String?
    /// Telephone.
    public var phone: String?
    /// Web site.
    public var website: String?
    /// The decision its registration rests on.
    public var legalBasis: String?
    /// From when it holds.
    public var effectiveFrom: Timestamp
    /// The codes that follow a closed one.
    public var successors: [String]
    /// How documents reach it: `pull`, or the push endpoint's owner; for administrators.
    public var route: String?
    /// When Axis last had to do with it, if ever; for administrators, of one unit.
    public var lastContact: LastContactView?

    /// Makes one of its parts.
    public init(
        id: UnitID,
        code: AgencyCode,
        aliases: [AgencyCode],
        name: String,
        kind: String,
        parent: String? = nil,
        state: UnitState,
        adminCode: String? = nil,
        address: String? = nil,
        email: String? = nil,
        phone: String? = nil,
        website: String? = nil,
        legalBasis: String? = nil,
        effectiveFrom: Timestamp,
        successors: [String] = [],
        route: String? = nil,
        lastContact: LastContactView? = nil
    ) {
        self.id = id
        self.code = code
        self.aliases = aliases
        self.name = name
        self.kind = kind
        self.parent = parent
        self.state = state
        self.adminCode = adminCode
        self.address = address
        self.email = email
        self.phone = phone
        self.website = website
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
        self.successors = successors
        self.route = route
        self.lastContact = lastContact
    }
}

/// A page of units.
public struct UnitPage: Hashable, Sendable, Codable {
    /// The units, by code.
    public var items: [UnitView]
    /// What to pass as `after` for the next page; nil on the last.
    public var next: String?

    /// Makes one of its parts.
    public init(items: [UnitView], next: String? = nil) {
        self.items = items
        self.next = next
    }
}

/// Registers a unit.
public struct UnitAddRequest: Hashable, Sendable, Codable {
    /// Its code.
    public var code: String
    /// The code's kind; needed for a foreign one, else read from its form.
    public var codeKind: AgencyCode.Kind?
    /// Its name.
    public var name: String
    /// Its kind, see the interface.
    public var kind: String
    /// Its parent's code.
    public var parent: String?
    /// Further codes.
    public var aliases: [AgencyCode]?
    /// Its statistical code.
    public var adminCode: String?
    /// Address.
    public var address: String?
    /// E-mail.
    public var email: String?
    /// Telephone.
    public var phone: String?
    /// Web site.
    public var website: String?
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when it holds; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(
        code: String,
        codeKind: AgencyCode.Kind? = nil,
        name: String,
        kind: String,
        parent: String? = nil,
        aliases: [AgencyCode]? = nil,
        adminCode: String? = nil,
        address: String? = nil,
        email: String? = nil,
        phone: String? = nil,
        website: String? = nil,
        legalBasis: String? = nil,
        effectiveFrom: Timestamp? = nil
    ) {
        self.code = code
        self.codeKind = codeKind
        self.name = name
        self.kind = kind
        self.parent = parent
        self.aliases = aliases
        self.adminCode = adminCode
        self.address = address
        self.email = email
        self.phone = phone
        self.website = website
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// Suspends or resumes a unit.
public struct UnitStateRequest: Hashable, Sendable, Codable {
    /// Why.
    public var reason: String?
    /// The decision it rests on.
    public var legalBasis: String?
    /// From when; now when missing.
    public var effectiveFrom: Timestamp?

    /// Makes one of its parts.
    public init(reason: String? = nil, legalBasis: String? = nil, effectiveFrom: Timestamp? = nil) {
        self.reason = reason
        self.legalBasis = legalBasis
        self.effectiveFrom = effectiveFrom
    }
}

/// What an import did, or would do.
public struct ImportReport: Hashable, Sendable, Codable {
    /// Units registered.
    public var added: Int
    /// Units that were there already.
    public var unchanged: Int
    /// Whether nothing was written.
    public var dryRun: Bool
    /// The registry's version afterwards.
    public var registryVersion: Int64

    /// Makes one of its parts.
    public init(added: Int, unchanged: Int, dryRun: Bool, registryVersion: Int64) {
        self.added = added
        self.unchanged = unchanged
        self.dryRun = dryRun
        self.registryVersion = registryVersion
    }
}

/// A push endpoint.
public struct EndpointView: Hashable, Sendable, Codable {
    /// The code of the unit it belongs to.
    public var unit: String
    /// The URL.
    public var url: String
    /// Whether it also serves the units beneath.
    public var branch: Bool

    /// Makes one of its parts.
    public init(unit: String, url: String, branch: Bool) {
        self.unit = unit
        self.url = url
        self.branch = branch
    }
}

/// Sets a push endpoint.
public struct EndpointRequest: Hashable, Sendable, Codable {
    /// The URL, `https` only.
    public var url: String
    /// Whether it also serves the units beneath.
    public var branch: Bool?

    /// Makes one of its parts.
    public init(url: String, branch: Bool? = nil) {
        self.url = url
        self.branch = branch
    }
}
