// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// How far a unit is in a drill (diễn tập).
public enum DrillUnitState: String, Sendable, Codable, CaseIterable {
    /// Its test document is not sent yet.
    case waiting
    /// Sent, not received yet.
    case sent
    /// Received, not acknowledged yet.
    case received
    /// Acknowledged: the unit is tested.
    case acknowledged
    /// The last attempt did not reach it; another may follow.
    case failed
    /// Left out: it is behind VXP, and the drill was not started for such units.
    case skipped
}

/// Starts a drill.
public struct DrillStartRequest: Hashable, Sendable, Codable {
    /// The campaign whose board it counts for, if any.
    public var campaign: String?
    /// Codes and branches: `H24.*`.
    public var units: [UnitPattern]
    /// How often a unit that was not reached is tried, 1 to 10; 3 when missing.
    public var attempts: Int?
    /// Seconds between two attempts, at least 1; 300 when missing.
    public var retryAfter: Int64?
    /// Whether units behind VXP, which knows no such kind, get one as well, with the word in `Subject`.
    public var includeVXP: Bool?

    /// Makes one of its parts.
    public init(
        campaign: String? = nil,
        units: [UnitPattern],
        attempts: Int? = nil,
        retryAfter: Int64? = nil,
        includeVXP: Bool? = nil
    ) {
        self.campaign = campaign
        self.units = units
        self.attempts = attempts
        self.retryAfter = retryAfter
        self.includeVXP = includeVXP
    }
}

/// A drill and how far it is.
public struct DrillView: Hashable, Sendable, Codable {
    /// Its identity.
    public var id: DrillID
    /// The campaign whose board it counts for.
    public var campaign: String?
    /// When it was started.
    public var startedAt: Timestamp
    /// By which administrator.
    public var startedBy: String
    /// When it was called off; nil for most.
    public var cancelledAt: Timestamp?
    /// By which administrator.
    public var cancelledBy: String?
    /// Units in it.
    public var total: Int
    /// Units that a test document was sent to.
    public var sent: Int
    /// Units that received it.
    public var received: Int
    /// Units that acknowledged it.
    public var acknowledged: Int
    /// Units that answered with a status package.
    public var answered: Int
    /// Acknowledged out of all: `113/114`.
    public var text: String
    /// Whether nothing more will be sent.
    public var finished: Bool
    /// The units that have not acknowledged, and why, by code; nil in lists of drills.
    public var missing: [DrillUnitView]?
    /// All units, by code, where they are asked for.
    public var units: [DrillUnitView]?

    /// Makes one of its parts.
    public init(
        id: DrillID,
        campaign: String? = nil,
        startedAt: Timestamp,
        startedBy: String,
        cancelledAt: Timestamp? = nil,
        cancelledBy: String? = nil,
        total: Int,
        sent: Int,
        received: Int,
        acknowledged: Int,
        answered: Int,
        finished: Bool,
        missing: [DrillUnitView]? = nil,
        units: [DrillUnitView]? = nil
    ) {
        self.id = id
        self.campaign = campaign
        self.startedAt = startedAt
        self.startedBy = startedBy
        self.cancelledAt = cancelledAt
        self.cancelledBy = cancelledBy
        self.total = total
        self.sent = sent
        self.received = received
        self.acknowledged = acknowledged
        self.answered = answered
        text = "\(acknowledged)/\(total)"
        self.finished = finished
        self.missing = missing
        self.units = units
    }
}

/// One unit of a drill.
public struct DrillUnitView: Hashable, Sendable, Codable {
    /// Its code.
    public var unit: String
    /// Its name.
    public var name: String
    /// How far it is.
    public var state: DrillUnitState
    /// How often it was tried.
    public var attempts: Int
    /// The delivery of the last attempt.
    public var delivery: DeliveryID?
    /// The status that it answered with, 01 to 06, 15, 16.
    public var status: String?
    /// When it came this far.
    public var since: Timestamp?
    /// Why it is missing, in English; nil when it is not.
    public var english: String?
    /// The same in Vietnamese.
    public var vietnamese: String?

    /// Makes one of its parts.
    public init(
        unit: String,
        name: String,
        state: DrillUnitState,
        attempts: Int,
        delivery: DeliveryID? = nil,
        status: String? = nil,
        since: Timestamp? = nil,
        english: String? = nil,
        vietnamese: String? = nil
    ) {
        self.unit = unit
        self.name = name
        self.state = state
        self.attempts = attempts
        self.delivery = delivery
        self.status = status
        self.since = since
        self.english = english
        self.vietnamese = vietnamese
    }
}

/// Drills.
public struct DrillList: Hashable, Sendable, Codable {
    /// The drills, newest first.
    public var items: [DrillView]

    /// Makes one of its parts.
    public init(items: [DrillView]) {
        self.items = items
    }
}
