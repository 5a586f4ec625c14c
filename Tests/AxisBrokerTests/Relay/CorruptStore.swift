// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import AxisStoreMemory

/// A store whose bytes no longer match their hashes.
struct CorruptStore: DeliveryStore, EnvelopeStore {
    private let store: MemoryStore

    init(_ store: MemoryStore) { self.store = store }

    func payload(of envelope: EnvelopeID) async throws(StoreError) -> StoredPayload {
        throw StoreError(.corrupt, "the bytes don't match their hash")
    }

    // MARK: - The rest as it is

    func makeIncomingFile() async throws(StoreError) -> IncomingFile { try await store.makeIncomingFile() }

    func discard(_ file: IncomingFile) async { await store.discard(file) }

    func acceptance(forKey key: Digest256) async throws(StoreError) -> SealedAcceptance? {
        try await store.acceptance(forKey: key)
    }

    func accept(_ acceptance: NewAcceptance) async throws(StoreError) -> AcceptanceOutcome {
        try await store.accept(acceptance)
    }

    func acceptance(_ id: EnvelopeID) async throws(StoreError) -> SealedAcceptance? { try await store.acceptance(id) }

    func envelopes(_ ids: [EnvelopeID]) async throws(StoreError) -> [EnvelopeID: EnvelopeRecord] {
        try await store.envelopes(ids)
    }

    func envelopes(_ filter: EnvelopeFilter) async throws(StoreError) -> [EnvelopeRecord] {
        try await store.envelopes(filter)
    }

    func envelopes(about envelope: EnvelopeID, limit: Int) async throws(StoreError) -> [EnvelopeRecord] {
        try await store.envelopes(about: envelope, limit: limit)
    }

    func apply(_ changes: [DeliveryChange]) async throws(StoreError) -> [DeliveryChangeOutcome] {
        try await store.apply(changes)
    }

    func apply(
        _ changes: [DeliveryChange],
        audit: @escaping @Sendable ([DeliveryChangeOutcome]) throws(StoreError) -> [AuditRecord]
    ) async throws(StoreError) -> [DeliveryChangeOutcome] {
        try await store.apply(changes, audit: audit)
    }

    func inboxTicket(for recipients: [UnitID]) async throws(StoreError) -> InboxTicket {
        try await store.inboxTicket(for: recipients)
    }

    func delivery(_ id: DeliveryID) async throws(StoreError) -> Delivery? { try await store.delivery(id) }

    func deliveries(of envelopes: [EnvelopeID]) async throws(StoreError) -> [Delivery] {
        try await store.deliveries(of: envelopes)
    }

    func history(of delivery: DeliveryID, limit: Int) async throws(StoreError) -> [DeliveryStep] {
        try await store.history(of: delivery, limit: limit)
    }

    func deliveries(_ filter: DeliveryFilter) async throws(StoreError) -> [Delivery] {
        try await store.deliveries(filter)
    }

    func deliveries(
        from sender: UnitID,
        to recipient: UnitID,
        matching reference: DocumentReference
    ) async throws(StoreError) -> [Delivery] {
        try await store.deliveries(from: sender, to: recipient, matching: reference)
    }

    func inbox(
        of recipients: [UnitID],
        kind: EnvelopeKind?,
        after: Delivery?,
        limit: Int
    ) async throws(StoreError) -> [Delivery] {
        try await store.inbox(of: recipients, kind: kind, after: after, limit: limit)
    }

    func claim(
        for recipients: [UnitID],
        kind: EnvelopeKind?,
        limit: Int,
        until: Timestamp,
        at: Timestamp
    ) async throws(StoreError) -> [Delivery] {
        try await store.claim(for: recipients, kind: kind, limit: limit, until: until, at: at)
    }

    func ready(for recipients: [UnitID], at: Timestamp, limit: Int) async throws(StoreError) -> [Delivery] {
        try await store.ready(for: recipients, at: at, limit: limit)
    }

    func nextDue(for recipients: [UnitID]) async throws(StoreError) -> Timestamp? {
        try await store.nextDue(for: recipients)
    }

    func recipientsWithQueuedDeliveries() async throws(StoreError) -> [UnitID] {
        try await store.recipientsWithQueuedDeliveries()
    }

    func interruptedPushes(limit: Int) async throws(StoreError) -> [DeliveryID] {
        try await store.interruptedPushes(limit: limit)
    }

    func expiredLeases(at: Timestamp, limit: Int) async throws(StoreError) -> [DeliveryID] {
        try await store.expiredLeases(at: at, limit: limit)
    }

    func dueNotices(at: Timestamp, limit: Int) async throws(StoreError) -> [Delivery] {
        try await store.dueNotices(at: at, limit: limit)
    }

    func post(_ notice: NewNotice) async throws(StoreError) { try await store.post(notice) }

    func queueShape(at: Timestamp, limit: Int) async throws(StoreError) -> [QueueShapeRow] {
        try await store.queueShape(at: at, limit: limit)
    }

    func counts() async throws(StoreError) -> StoreCounts { try await store.counts() }
}
