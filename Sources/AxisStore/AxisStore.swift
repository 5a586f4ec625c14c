// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisRegistry

/// All that the broker keeps on disk.
///
/// Written in terms that a store on several nodes can implement too: batches in, claims by recipient, no hidden
/// transaction held open between calls. A call that returns has been flushed to disk (fsync).
package protocol AxisStore: EnvelopeStore, DeliveryStore, RegistryStore, AuditStore, MaintenanceStore {}

/// Envelopes and their bytes.
package protocol EnvelopeStore: Sendable {
    /// Makes an empty file in `incoming/` for a body over the inline bound; refuses with `full` when space is short.
    func makeIncomingFile() async throws(StoreError) -> IncomingFile

    /// Removes a file in `incoming/` that came to nothing.
    func discard(_ file: IncomingFile) async

    /// The acceptance under an idempotency key, if there is one.
    func acceptance(forKey key: Digest256) async throws(StoreError) -> SealedAcceptance?

    /// Accepts an envelope: durable, sealed and complete when it returns.
    ///
    /// Group-committed. One bad item does not fail its neighbours; a cancelled caller does not cancel the write.
    func accept(_ acceptance: NewAcceptance) async throws(StoreError) -> AcceptanceOutcome

    /// One acceptance by the envelope's id.
    func acceptance(_ id: EnvelopeID) async throws(StoreError) -> SealedAcceptance?

    /// Envelopes' records by id, missing ones left out.
    func envelopes(_ ids: [EnvelopeID]) async throws(StoreError) -> [EnvelopeID: EnvelopeRecord]

    /// Envelopes that a filter names, newest first.
    func envelopes(_ filter: EnvelopeFilter) async throws(StoreError) -> [EnvelopeRecord]

    /// Status packages and notices about deliveries of an envelope, oldest first, at most `limit`.
    func envelopes(about envelope: EnvelopeID, limit: Int) async throws(StoreError) -> [EnvelopeRecord]

    /// The bytes of an envelope, checked against their hash; `notFound` when retention removed them, `corrupt` on
    /// a mismatch.
    func payload(of envelope: EnvelopeID) async throws(StoreError) -> StoredPayload
}

/// Which envelopes to list.
package struct EnvelopeFilter: Hashable, Sendable {
    /// Of these senders; empty for all.
    package var senders: [UnitID] = []
    /// With this DocumentId (NFC).
    package var documentID: String?
    /// With a delivery to this unit.
    package var recipient: UnitID?
    /// With a delivery in this state.
    package var state: DeliveryState?
    /// Of this kind.
    package var kind: EnvelopeKind?
    /// Accepted from this moment.
    package var from: Timestamp?
    /// Accepted before this moment.
    package var until: Timestamp?
    /// Older than this envelope: where the last page ended.
    package var after: EnvelopeID?
    /// At most so many, 1 to 1,000.
    package var limit: Int = 100

    /// Makes a filter that names all.
    package init() {}
}

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
    /// reason), the most urgent first, then the oldest.
    ///
    /// - Parameter after: where the last page ended.
    func inbox(
        of recipients: [UnitID],
        kind: EnvelopeKind?,
        after: Delivery?,
        limit: Int
    ) async throws(StoreError) -> [Delivery]

    /// Leases up to `limit` of the same items that nobody holds a live lease on, each under a token of its own.
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

    /// Makes a notice.
    package init(
        about: DeliveryID,
        expecting: Timestamp,
        nextDue: Timestamp?,
        envelope: EnvelopeRecord,
        payload: [UInt8],
        delivery: Delivery?
    ) {
        self.about = about
        self.expecting = expecting
        self.nextDue = nextDue
        self.envelope = envelope
        self.payload = payload
        self.delivery = delivery
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

/// The registry's events.
package protocol RegistryStore: Sendable {
    /// Events after a version, in order, at most `limit`.
    func registryEvents(after version: Int64, limit: Int) async throws(StoreError) -> [RegistryEvent]

    /// Appends events and audit records in one transaction, all or none.
    ///
    /// - Throws: `versionConflict` unless the first event's version follows the stored one.
    func append(_ events: [RegistryEvent], audit: [AuditRecord]) async throws(StoreError)
}

/// Who did what, with what before and after.
package struct AuditRecord: Hashable, Sendable, Codable {
    /// Its place in the log, given by the store; 0 before.
    package var sequence: Int64
    /// When.
    package var at: Timestamp
    /// The administrator, the unit's code, or `-` for an unknown caller.
    package var actor: String
    /// A stable word, e.g. `unit.add`, `envelope.refused`.
    package var action: String
    /// What it was done to, e.g. a code or an id.
    package var subject: String
    /// The state before, JSON.
    package var before: String?
    /// The state after, JSON; of a refusal its code and field.
    package var after: String?

    /// Makes a record.
    package init(
        at: Timestamp,
        actor: String,
        action: String,
        subject: String,
        before: String? = nil,
        after: String? = nil
    ) {
        sequence = 0
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
    }
}

/// The audit log.
package protocol AuditStore: Sendable {
    /// Appends records.
    func appendAudit(_ records: [AuditRecord]) async throws(StoreError)

    /// Records after a sequence number, oldest first, at most `limit`.
    func auditRecords(after sequence: Int64, limit: Int) async throws(StoreError) -> [AuditRecord]
}

/// Care of the store.
package protocol MaintenanceStore: Sendable {
    /// How the store is.
    func health() async -> StoreHealth

    /// Removes payload bytes whose last delivery ended before a moment, at most `limit` envelopes; returns how many.
    func removePayloads(endedBefore: Timestamp, limit: Int) async throws(StoreError) -> Int

    /// Copies a consistent state of the running store to a new directory.
    func backUp(to directory: String) async throws(StoreError) -> BackupSummary

    /// Checks rows, hashes, files and the log against each other; returns every fault found, at most `limit`.
    func check(limit: Int) async throws(StoreError) -> [StoreFault]

    /// Flushes, checkpoints and closes; pending writes finish first.
    func close() async
}

/// How the store is.
package struct StoreHealth: Hashable, Sendable {
    /// The write or flush failure that ended it, if any.
    package var failure: String?
    /// Free share of the file system, 0 to 1.
    package var freeShare: Double
    /// Size of the write-ahead log in bytes.
    package var walBytes: Int64
    /// Writes waiting for the committer.
    package var pending: Int
    /// The library's version, e.g. SQLite's.
    package var engine: String

    /// Makes a health report.
    package init(failure: String?, freeShare: Double, walBytes: Int64, pending: Int, engine: String) {
        self.failure = failure
        self.freeShare = freeShare
        self.walBytes = walBytes
        self.pending = pending
        self.engine = engine
    }
}

/// What a backup holds.
package struct BackupSummary: Hashable, Sendable, Codable {
    /// The directory.
    package var directory: String
    /// Leaves in its log.
    package var logSize: Int64
    /// Payload files copied.
    package var objects: Int
    /// Bytes in all.
    package var bytes: Int64
    /// SHA-256 of each file by relative path: the manifest.
    package var files: [String: Digest256]

    /// Makes a summary.
    package init(directory: String, logSize: Int64, objects: Int, bytes: Int64, files: [String: Digest256]) {
        self.directory = directory
        self.logSize = logSize
        self.objects = objects
        self.bytes = bytes
        self.files = files
    }
}

/// A fault that `check` found.
package struct StoreFault: Hashable, Sendable, Codable {
    /// What is at fault, e.g. an envelope's id or a file.
    package var subject: String
    /// What is wrong, in a sentence.
    package var reason: String

    /// Makes a fault.
    package init(subject: String, reason: String) {
        self.subject = subject
        self.reason = reason
    }
}
