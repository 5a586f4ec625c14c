// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisRegistry
package import AxisStore
import Foundation
import Synchronization

/// A store in memory: the same behaviour as the store on disk, for tests of what stands on it.
///
/// Nothing survives the process. Every acceptance is a group of its own.
package final class MemoryStore: AxisStore {
    let state: Mutex<MemoryState>
    let sealer: any GroupSealer
    let directory: String

    /// Makes an empty store.
    ///
    /// - Parameter sealer: seals each acceptance.
    package init(sealer: any GroupSealer) {
        self.sealer = sealer
        state = Mutex(MemoryState())
        directory =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("axis-memory-store-\(UUID().uuidString)").path
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Makes every later call fail with an error, or none any more.
    package func fail(with error: StoreError?) {
        state.withLock { $0.failure = error }
    }

    /// Runs one call: all or nothing, and refused after a failure.
    func perform<Value: Sendable>(
        _ body: (inout MemoryState) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try state.withLock { (state: inout MemoryState) throws(StoreError) -> Value in
            if let failure = state.failure { throw failure }
            return try body(&state)
        }
    }
}

/// Everything that a memory store holds.
struct MemoryState: Sendable {
    var failure: StoreError?
    var envelopes: [EnvelopeID: EnvelopeRecord] = [:]
    /// In the order of acceptance.
    var order: [EnvelopeID] = []
    var payloads: [EnvelopeID: StoredPayload] = [:]
    var deliveriesOf: [EnvelopeID: [DeliveryID]] = [:]
    var deliveries: [DeliveryID: Delivery] = [:]
    var histories: [DeliveryID: [DeliveryStep]] = [:]
    var keys: [Digest256: EnvelopeID] = [:]
    var evidence: [EnvelopeID: LeafEvidence] = [:]
    /// How many looks at a signature began.
    var looks: [EnvelopeID: Int] = [:]
    var log = LogState()
    var leafDigests: [Digest256] = []
    var nodes: [LogNode] = []
    var checkpoint: StoredCheckpoint?
    var events: [RegistryEvent] = []
    var audit: [AuditRecord] = []
    var campaigns: [Campaign] = []
    /// By place; nil where a line was removed.
    var arrivals: [ArrivalLine?] = []
    var submissions: [StoredSubmission] = []
    var lists: [SubmissionID: [UInt8]] = [:]
    var declarations: [Declaration] = []
    var settledReminders: [String: Set<Int64>] = [:]
    var drills = MemoryDrills()
    var contactsBeganAt: Timestamp?
    var contacts: [UnitID: LastContact] = [:]
    var agencyRequests: [AgencyRequest] = []
    let tickets = InboxTickets()
    /// By system id.
    var clients: [String: StoredClient] = [:]
    var snapshots: [SnapshotKey: LeafEvidence] = [:]

    struct SnapshotKey: Hashable, Sendable {
        var version: Int64
        var sha256: Digest256
    }

    func sealed(_ id: EnvelopeID) -> SealedAcceptance? {
        guard let envelope = envelopes[id], let evidence = evidence[id] else { return nil }
        return SealedAcceptance(envelope: envelope, deliveries: deliveries(of: id), evidence: evidence)
    }

    func deliveries(of envelope: EnvelopeID) -> [Delivery] {
        (deliveriesOf[envelope] ?? []).compactMap { deliveries[$0] }
    }

    mutating func insert(_ envelope: EnvelopeRecord, payload: StoredPayload, deliveries new: [Delivery]) {
        envelopes[envelope.id] = envelope
        order.append(envelope.id)
        payloads[envelope.id] = payload
        deliveriesOf[envelope.id] = new.map(\.id)
        for delivery in new {
            deliveries[delivery.id] = delivery
            histories[delivery.id] = [delivery.firstStep]
            tickets.note([delivery.recipient])
        }
    }

    mutating func apply(_ change: DeliveryChange) -> DeliveryChangeOutcome {
        guard let delivery = deliveries[change.delivery] else { return .unknown }
        if change.cause == .resent, payloads[delivery.envelope] == nil {
            return .refused(.notAllowed(delivery.state))
        }
        do {
            let outcome = try DeliveryStateMachine.apply(change.cause, to: delivery, at: change.at)
            deliveries[delivery.id] = outcome.delivery
            histories[delivery.id, default: []] += outcome.steps
            tickets.note([delivery.recipient, outcome.delivery.recipient])
            return .applied(outcome.delivery)
        } catch {
            return .refused(error)
        }
    }
}
