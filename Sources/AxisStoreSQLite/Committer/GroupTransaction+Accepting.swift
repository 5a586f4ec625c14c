// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore
import GRDB

extension GroupTransaction {
    /// What became of an acceptance, before the seal is known.
    enum Acceptance {
        case accepted(EnvelopeRecord, [Delivery], leaf: [UInt8], place: Int64)
        case existingNow(EnvelopeRecord, [Delivery], leaf: [UInt8], place: Int64)
        case existing(SealedAcceptance)
        case conflict(with: EnvelopeID)

        /// The outcome, once the group is sealed.
        func outcome(_ group: SealedGroup?, base: Int64) -> AcceptanceOutcome {
            switch self {
            case .accepted(let envelope, let deliveries, let leaf, let place):
                let evidence = Self.evidence(leaf, place, group, base)
                return .accepted(SealedAcceptance(envelope: envelope, deliveries: deliveries, evidence: evidence))
            case .existingNow(let envelope, let deliveries, let leaf, let place):
                let evidence = Self.evidence(leaf, place, group, base)
                return .existing(SealedAcceptance(envelope: envelope, deliveries: deliveries, evidence: evidence))
            case .existing(let sealed): return .existing(sealed)
            case .conflict(let other): return .conflict(with: other)
            }
        }

        private static func evidence(
            _ leaf: [UInt8],
            _ place: Int64,
            _ group: SealedGroup?,
            _ base: Int64
        ) -> LeafEvidence {
            guard let group else { fatalError("A group with leaves is sealed before its callers are answered.") }
            return LeafEvidence(
                leaf: leaf,
                index: place,
                proof: group.proofs[Int(place - base)],
                checkpoint: group.checkpoint,
                signature: group.signature
            )
        }
    }

    /// Writes an acceptance, unless it is known already or contradicts an earlier one.
    ///
    /// - Parameter inline: the bytes; nil when they are an object on disk already.
    func accept(_ new: NewAcceptance, inline: [UInt8]?) throws -> Acceptance {
        if let known = try EnvelopeRow.find(key: new.idempotencyKey, in: db) { return try existing(known) }
        if new.refusesDocumentIDConflict, let other = try conflict(with: new.envelope) {
            return .conflict(with: other)
        }
        let place = base.size + Int64(changes.leaves.count)
        try insert(
            new.envelope,
            key: new.idempotencyKey,
            leaf: new.leaf,
            inline: inline,
            deliveries: new.deliveries
        )
        for effect in new.effects { _ = try apply(effect) }
        return .accepted(new.envelope, new.deliveries, leaf: new.leaf, place: place)
    }

    private func existing(_ row: EnvelopeRow) throws -> Acceptance {
        let deliveries = try DeliveryRow.find(row.deliveries, in: db)
        if let place = row.leaf, place >= base.size {
            // A neighbour in this very group: its leaf is not sealed yet.
            let leaf = changes.leaves[Int(place - base.size)].bytes
            return .existingNow(row.record, deliveries, leaf: leaf, place: place)
        }
        guard let evidence = try LeafRow.evidence(row.leaf, in: db) else {
            throw SQLiteFailure.corruptRow("an accepted envelope has no leaf")
        }
        return .existing(SealedAcceptance(envelope: row.record, deliveries: deliveries, evidence: evidence))
    }

    private func conflict(with envelope: EnvelopeRecord) throws -> EnvelopeID? {
        guard envelope.kind == .document, envelope.action == .new, let documentID = envelope.documentID else {
            return nil
        }
        var query = try Query(
            db,
            """
            SELECT id FROM envelope WHERE document_id = ? AND sender = ? AND kind = 0 AND action = 0
            ORDER BY seq LIMIT 1
            """
        )
        query.bind(documentID)
        query.bind(envelope.sender)
        return try query.step() ? query.id(0) : nil
    }
}

/// A leaf's row.
enum LeafRow {
    /// The evidence at a place of the log.
    static func evidence(_ place: Int64?, in db: Database) throws -> LeafEvidence? {
        guard let place else { return nil }
        var query = try Query(
            db,
            """
            SELECT leaf.bytes, leaf.proof, checkpoint.text, checkpoint.signature
            FROM leaf JOIN checkpoint ON checkpoint.tree_size = leaf.tree_size WHERE leaf.place = ?
            """
        )
        query.bind(place)
        guard try query.step() else { return nil }
        return LeafEvidence(
            leaf: query.bytes(0),
            index: place,
            proof: Digests.unpack(query.bytes(1)),
            checkpoint: query.text(2) ?? "",
            signature: query.bytes(3)
        )
    }
}
