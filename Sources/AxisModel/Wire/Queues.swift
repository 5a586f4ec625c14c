// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

/// What waits for one destination, why, and until when.
public struct QueueView: Hashable, Sendable, Codable {
    /// The code of the unit that the destination belongs to.
    public var unit: String
    /// Its name.
    public var name: String
    /// `pull`, or the push endpoint's URL.
    public var route: String
    /// Deliveries queued or under way.
    public var waiting: Int
    /// The same by age: under 5 min, 1 h, 4 h, 1 d, 3 d, older.
    public var ages: [Int]
    /// Deliveries held.
    public var held: Int
    /// Deliveries quarantined.
    public var quarantined: Int
    /// When the oldest was accepted.
    public var oldest: Timestamp?
    /// Why it waits, in a sentence.
    public var why: String
    /// Until when, if that is known.
    public var until: Timestamp?
    /// `closed`, `open` or `half-open`; `-` for pull.
    public var circuit: String
    /// Deliveries that may be under way at once; 0 for pull.
    public var window: Int
    /// Deliveries under way.
    public var inFlight: Int
    /// The last error of the endpoint.
    public var lastError: String?
    /// When Axis last had to do with the unit, if ever.
    public var lastContact: LastContactView?

    /// Makes one of its parts.
    public init(
        unit: String,
        name: String,
        route: String,
        waiting: Int,
        ages: [Int],
        held: Int,
        quarantined: Int,
        oldest: Timestamp? = nil,
        why: String,
        until: Timestamp? = nil,
        circuit: String,
        window: Int,
        inFlight: Int,
        lastError: String? = nil,
        lastContact: LastContactView? = nil
    ) {
        self.unit = unit
        self.name = name
        self.route = route
        self.waiting = waiting
        self.ages = ages
        self.held = held
        self.quarantined = quarantined
        self.oldest = oldest
        self.why = why
        self.until = until
        self.circuit = circuit
        self.window = window
        self.inFlight = inFlight
        self.lastError = lastError
        self.lastContact = lastContact
    }
}

/// All queues.
public struct QueueList: Hashable, Sendable, Codable {
    /// The queues, the fullest first.
    public var items: [QueueView]

    /// Makes one of its parts.
    public init(items: [QueueView]) {
        self.items = items
    }
}

/// Asks for something to be done with deliveries.
public struct QueueActionRequest: Hashable, Sendable, Codable {
    /// All of a unit's or branch's; or
    public var unit: String?
    /// these.
    public var deliveries: [DeliveryID]?
    /// Why, for the histories; asked for by hold and purge.
    public var note: String?
    /// At most so many in one call, 1 to 1,000.
    public var limit: Int?

    /// Makes one of its parts.
    public init(unit: String? = nil, deliveries: [DeliveryID]? = nil, note: String? = nil, limit: Int? = nil) {
        self.unit = unit
        self.deliveries = deliveries
        self.note = note
        self.limit = limit
    }
}

/// Asks for held deliveries to go to another unit.
public struct RerouteRequest: Hashable, Sendable, Codable {
    /// The deliveries, 1 to 1,000.
    public var deliveries: [DeliveryID]
    /// The code of the unit that gets them.
    public var to: String
    /// Why, for the histories.
    public var note: String

    /// Makes one of its parts.
    public init(deliveries: [DeliveryID], to: String, note: String) {
        self.deliveries = deliveries
        self.to = to
        self.note = note
    }
}

/// What was done.
public struct QueueActionResult: Hashable, Sendable, Codable {
    /// Deliveries changed.
    public var changed: Int
    /// Deliveries that the action does not apply to.
    public var skipped: Int
    /// Whether more are left: call again.
    public var more: Bool

    /// Makes one of its parts.
    public init(changed: Int, skipped: Int, more: Bool) {
        self.changed = changed
        self.skipped = skipped
        self.more = more
    }
}
