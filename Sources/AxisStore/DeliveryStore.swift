// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// A cause to be applied to a delivery.
package struct DeliveryChange: Hashable, Sendable {
    /// The delivery.
    package var delivery: DeliveryID
    /// What happened.
    package var cause: DeliveryCause
    /// When.
    package var at: Timestamp

    /// Makes a change.
    package init(_ delivery: DeliveryID, _ cause: DeliveryCause, at: Timestamp) {
        self.delivery = delivery
        self.cause = cause
        self.at = at
    }
}

/// What became of a change.
package enum DeliveryChangeOutcome: Hashable, Sendable {
    /// Applied, or it changed nothing that was not so already; the delivery afterwards.
    case applied(Delivery)
    /// It does not apply.
    case refused(DeliveryStateMachine.Fault)
    /// No such delivery.
    case unknown
}

/// Deliveries and their histories.
package protocol DeliveryStore: Sendable {
    /// Applies causes through ``DeliveryStateMachine``, one after another, in one group commit.
    func apply(_ changes: [DeliveryChange]) async throws(StoreError) -> [DeliveryChangeOutcome]

    /// Applies causes, and writes down who wanted it in the same group commit: neither is there without the other.
    ///
    /// - Parameter audit: makes the records out of what became of the changes.
    func apply(
        _ changes: [DeliveryChange],
        audit: @escaping @Sendable ([DeliveryChangeOutcome]) throws(StoreError) -> [AuditRecord]
    ) async throws(StoreError) -> [DeliveryChangeOutcome]

    /// One delivery.
    func delivery(_ id: DeliveryID) async throws(StoreError) -> Delivery?

    /// The deliveries of envelopes, in the order of the receipts.
    func deliveries(of envelopes: [EnvelopeID]) async throws(StoreError) -> [Delivery]

    /// The lines of a delivery's history, oldest first, at most `limit`.
    func history(of delivery: DeliveryID, limit: Int) async throws(StoreError) -> [DeliveryStep]

    /// Deliveries that a filter names, oldest first.
    func deliveries(_ filter: DeliveryFilter) async throws(StoreError) -> [Delivery]

    /// Deliveries of documents between two units that a reference may mean: by DocumentId, or by number/notation
    /// and date; newest first, at most 100.
    func deliveries(
        from sender: UnitID,
        to recipient: UnitID,
        matching reference: DocumentReference
    ) async throws(StoreError) -> [Delivery]

    /// What recipients have not acknowledged and may fetch (queued, delivering, delivered, held for a fetchable
    /// reason), leased or not; the most urgent first, then the oldest by id.
    ///
    /// - Parameter after: where the last page ended.
    func inbox(
        of recipients: [UnitID],
        kind: EnvelopeKind?,
        after: Delivery?,
        limit: Int
    ) async throws(StoreError) -> [Delivery]

    /// The ticket of these recipients' inboxes as of now: another one once any of their deliveries, or what is known of
    /// their envelopes' signatures, changed. Costs no reading of rows.
    func inboxTicket(for recipients: [UnitID]) async throws(StoreError) -> InboxTicket

    /// Leases up to `limit` of the same items that nobody holds a live lease on, each under a token of its own, in
    /// the inbox's order.
    func claim(
        for recipients: [UnitID],
        kind: EnvelopeKind?,
        limit: Int,
        until: Timestamp,
        at: Timestamp
    ) async throws(StoreError) -> [Delivery]

    /// Queued deliveries to recipients that are due, the most urgent first (a class gains one for each 10 minutes
    /// overdue, so that none starves), then the longest due.
    func ready(for recipients: [UnitID], at: Timestamp, limit: Int) async throws(StoreError) -> [Delivery]

    /// When the next queued delivery to recipients is due.
    func nextDue(for recipients: [UnitID]) async throws(StoreError) -> Timestamp?

    /// Every recipient that has queued deliveries.
    func recipientsWithQueuedDeliveries() async throws(StoreError) -> [UnitID]

    /// Deliveries whose push was under way when the process ended; read once at start.
    func interruptedPushes(limit: Int) async throws(StoreError) -> [DeliveryID]

    /// Recipients' leases that ran out.
    func expiredLeases(at: Timestamp, limit: Int) async throws(StoreError) -> [DeliveryID]

    /// Deliveries whose sender is to be told something now.
    func dueNotices(at: Timestamp, limit: Int) async throws(StoreError) -> [Delivery]

    /// Tells the sender: stores a notice and its delivery, and sets when the next is due, all or nothing.
    ///
    /// Does nothing when the delivery's `noticeDue` is no longer `expecting`.
    func post(_ notice: NewNotice) async throws(StoreError)

    /// How many deliveries each recipient has waiting, by age; at most `limit` recipients, the largest first.
    func queueShape(at: Timestamp, limit: Int) async throws(StoreError) -> [QueueShapeRow]

    /// How many deliveries stand in each state; kept as they change, not counted.
    func counts() async throws(StoreError) -> StoreCounts
}

/// A notice to a sender.
package struct NewNotice: Sendable {
    /// The delivery it is about.
    package var about: DeliveryID
    /// The `noticeDue` that it answers.
    package var expecting: Timestamp
    /// When the sender is next to be told, if at all.
    package var nextDue: Timestamp?
    /// The notice itself.
    package var envelope: EnvelopeRecord
    /// Its JSON.
    package var payload: [UInt8]
    /// Its delivery to the sender; nil when the sender can no longer be told, so that only the time is set.
    package var delivery: Delivery?
    /// Whether it tells that the delivery goes to another unit, or that nobody can be told so.
    package var tellsMove: Bool

    /// Makes a notice.
    package init(
        about: DeliveryID,
        expecting: Timestamp,
        nextDue: Timestamp?,
        envelope: EnvelopeRecord,
        payload: [UInt8],
        delivery: Delivery?,
        tellsMove: Bool = false
    ) {
        self.about = about
        self.expecting = expecting
        self.nextDue = nextDue
        self.envelope = envelope
        self.payload = payload
        self.delivery = delivery
        self.tellsMove = tellsMove
    }
}

/// Which deliveries to list.
package struct DeliveryFilter: Hashable, Sendable {
    /// To these units; empty for all.
    package var recipients: [UnitID] = []
    /// In these states; empty for all that are not final.
    package var states: [DeliveryState] = []
    /// After this delivery in the order of ids: where the last page ended.
    package var after: DeliveryID?
    /// At most so many, 1 to 1,000.
    package var limit: Int = 100

    /// Makes a filter that names all that are not final.
    package init() {}
}

/// What waits for one recipient.
package struct QueueShapeRow: Hashable, Sendable {
    /// The recipient.
    package var recipient: UnitID
    /// Queued and under way, by age: under 5 min, 1 h, 4 h, 1 d, 3 d, older.
    package var ages: [Int]
    /// Held.
    package var held: Int
    /// Quarantined.
    package var quarantined: Int
    /// The oldest one's acceptance.
    package var oldest: Timestamp

    /// Makes a row.
    package init(recipient: UnitID, ages: [Int], held: Int, quarantined: Int, oldest: Timestamp) {
        self.recipient = recipient
        self.ages = ages
        self.held = held
        self.quarantined = quarantined
        self.oldest = oldest
    }
}

/// How much the store holds.
package struct StoreCounts: Hashable, Sendable {
    /// Envelopes by kind.
    package var envelopes: [EnvelopeKind: Int]
    /// Deliveries by state.
    package var deliveries: [DeliveryState: Int]

    /// Makes counts.
    package init(envelopes: [EnvelopeKind: Int] = [:], deliveries: [DeliveryState: Int] = [:]) {
        self.envelopes = envelopes
        self.deliveries = deliveries
    }
}
