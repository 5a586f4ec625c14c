// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB

/// One group's transaction: lives on the writer's queue from `BEGIN` to `COMMIT`.
final class GroupTransaction {
    let db: Database
    /// The log before the group.
    let base: LogState
    /// What the items so far added besides rows; a failed item's part is taken back.
    var changes = Changes()

    struct Changes {
        var leaves: [(id: UUIDv7, bytes: [UInt8])] = []
        var envelopes: [EnvelopeKind: Int] = [:]
        var deliveries: [DeliveryState: Int] = [:]
        /// Whose inboxes changed.
        var recipients: Set<UnitID> = []
    }

    init(_ db: Database, base: LogState) {
        self.db = db
        self.base = base
    }

    // MARK: Envelopes

    /// Writes an envelope, its bytes and its deliveries.
    func insert(
        _ envelope: EnvelopeRecord,
        key: Digest256?,
        leaf: [UInt8]?,
        inline: [UInt8]?,
        deliveries: [Delivery]
    ) throws {
        let seq = try EnvelopeRow.insert(
            envelope,
            key: key,
            leaf: leaf.map { _ in base.size + Int64(changes.leaves.count) },
            deliveries: deliveries,
            place: inline == nil ? .file : .inline,
            into: db
        )
        if let inline {
            try inline.withUnsafeBytes { bytes in
                var query = try Query(db, "INSERT INTO payload (seq, bytes) VALUES (?, ?)")
                query.bind(seq)
                query.bind(borrowing: bytes)
                try query.run()
            }
        }
        for delivery in deliveries {
            try DeliveryRow.insert(delivery, envelopeSeq: seq, into: db)
            changes.deliveries[delivery.state, default: 0] += 1
            changes.recipients.insert(delivery.recipient)
        }
        changes.envelopes[envelope.kind, default: 0] += 1
        if let leaf { changes.leaves.append((envelope.id.uuid, leaf)) }
    }

    // MARK: Deliveries

    /// Runs the state machine on a row and writes what it returns.
    func apply(_ change: DeliveryChange) throws -> DeliveryChangeOutcome {
        let row: DeliveryRow
        do {
            guard let found = try DeliveryRow.find(change.delivery, in: db) else { return .unknown }
            row = found
        } catch let error as StoreError where error.code == .corrupt {
            // The changes beside it in the same call are no worse for it; the check names the row.
            return .unknown
        }
        return try apply(change, to: row)
    }

    /// Runs the state machine on a row that was just read.
    func apply(_ change: DeliveryChange, to row: DeliveryRow) throws -> DeliveryChangeOutcome {
        // Bytes that are no longer kept can't be delivered again.
        if change.cause == .resent, try EnvelopeRow.find(row.delivery.envelope, in: db)?.place == .removed {
            return .refused(.notAllowed(row.delivery.state))
        }
        let outcome: DeliveryStateMachine.Outcome
        do {
            outcome = try DeliveryStateMachine.apply(change.cause, to: row.delivery, at: change.at)
        } catch {
            return .refused(error)
        }
        if outcome.delivery == row.delivery && outcome.steps.isEmpty { return .applied(row.delivery) }
        try DeliveryRow.update(outcome.delivery, steps: row.steps + Int64(outcome.steps.count), in: db)
        for (offset, step) in outcome.steps.enumerated() {
            try append(step, to: row.delivery.id, at: row.steps + Int64(offset) + 1)
        }
        changes.recipients.formUnion([row.delivery.recipient, outcome.delivery.recipient])
        let (old, new) = (row.delivery.state, outcome.delivery.state)
        if old != new {
            changes.deliveries[old, default: 0] -= 1
            changes.deliveries[new, default: 0] += 1
        }
        if old.isFinal != new.isFinal {
            try countOpen(of: row.envelopeSeq, by: new.isFinal ? -1 : 1, at: change.at)
        }
        return .applied(outcome.delivery)
    }

    private func append(_ step: DeliveryStep, to delivery: DeliveryID, at place: Int64) throws {
        var query = try Query(db, "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)")
        query.bind(delivery)
        query.bind(place)
        query.bind(step.from)
        query.bind(step.to)
        query.bind(step.cause)
        query.bind(step.reason)
        query.bind(step.at)
        try query.run()
    }

    /// Keeps how many deliveries of an envelope are open, and since when none is: retention goes by it.
    private func countOpen(of seq: Int64, by change: Int, at moment: Timestamp) throws {
        var query = try Query(
            db,
            "UPDATE envelope SET open = open + ?1, ended_at = iif(open + ?1 = 0, ?2, NULL) WHERE seq = ?3"
        )
        query.bind(change)
        query.bind(moment)
        query.bind(seq)
        try query.run()
    }

    // MARK: The end of the group

    /// Seals the group's leaves and writes them with the checkpoint and the log's new state.
    func seal(with sealer: any GroupSealer) throws -> SealedGroup? {
        guard !changes.leaves.isEmpty else { return nil }
        let group: SealedGroup
        do {
            group = try sealer.seal(changes.leaves.map(\.bytes), after: base)
        } catch {
            throw StoreError(.unsealed, "The group could not be sealed: \(error)")
        }
        let size = base.size + Int64(changes.leaves.count)
        guard group.state.size == size, group.proofs.count == changes.leaves.count,
            group.leafDigests.count == changes.leaves.count
        else { throw StoreError(.unsealed, "The seal does not fit the group.") }
        try insertLeaves(group)
        try insertCheckpoint(group)
        return group
    }

    private func insertLeaves(_ group: SealedGroup) throws {
        var query = try Query(db, "INSERT INTO leaf VALUES (?, ?, ?, ?, ?, ?)")
        for (offset, leaf) in changes.leaves.enumerated() {
            query.bind(base.size + Int64(offset))
            query.bind(leaf.id.bytes)
            query.bind(leaf.bytes)
            query.bind(group.leafDigests[offset])
            query.bind(Digests.pack(group.proofs[offset]))
            query.bind(group.state.size)
            try query.run()
        }
    }

    private func insertCheckpoint(_ group: SealedGroup) throws {
        var checkpoint = try Query(db, "INSERT INTO checkpoint VALUES (?, ?, ?)")
        checkpoint.bind(group.state.size)
        checkpoint.bind(group.checkpoint)
        checkpoint.bind(group.signature)
        try checkpoint.run()
        var nodes = try Query(db, "INSERT INTO node VALUES (?, ?, ?)")
        for node in group.nodes {
            nodes.bind(node.level)
            nodes.bind(node.index)
            nodes.bind(node.digest)
            try nodes.run()
        }
        var state = try Query(db, "UPDATE log_state SET size = ?, frontier = ?")
        state.bind(group.state.size)
        state.bind(Digests.pack(group.state.frontier))
        try state.run()
    }

    /// Writes the counters that the group changed.
    func count() throws {
        var query = try Query(
            db,
            """
            INSERT INTO counter VALUES (?, ?, ?)
            ON CONFLICT (family, code) DO UPDATE SET value = value + excluded.value
            """
        )
        for (kind, change) in changes.envelopes where change != 0 {
            query.bind(0)
            query.bind(kind)
            query.bind(change)
            try query.run()
        }
        for (state, change) in changes.deliveries where change != 0 {
            query.bind(1)
            query.bind(state)
            query.bind(change)
            try query.run()
        }
    }
}

/// Digests, one after another.
enum Digests {
    static func pack(_ digests: [Digest256]) -> [UInt8] { digests.flatMap(\.bytes) }

    static func unpack(_ bytes: [UInt8]) -> [Digest256] {
        stride(from: 0, to: bytes.count - 31, by: 32).compactMap { Digest256(bytes: bytes[$0..<$0 + 32]) }
    }
}
