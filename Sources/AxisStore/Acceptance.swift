// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// The bytes of a new envelope.
package enum NewPayload: Hashable, Sendable {
    /// Small: stored with the rows.
    case inline([UInt8])
    /// Large: a finished file in `incoming/`, not yet flushed; the store flushes and moves it.
    case file(IncomingFile)
}

/// A file in `incoming/` that a body is streamed to.
package struct IncomingFile: Hashable, Sendable {
    /// Its absolute path; created by the store, mode 0600.
    package var path: String

    /// Names a file.
    package init(path: String) {
        self.path = path
    }
}

/// Stored bytes, checked against their hash when opened.
package enum StoredPayload: Hashable, Sendable {
    /// Small: in memory.
    case bytes([UInt8])
    /// Large: a file, not to be changed.
    case file(path: String, size: Int)
}

/// Everything that one acceptance writes, in one transaction.
package struct NewAcceptance: Sendable {
    /// The envelope.
    package var envelope: EnvelopeRecord
    /// Its bytes.
    package var payload: NewPayload
    /// One delivery per recipient.
    package var deliveries: [Delivery]
    /// The canonical bytes of its leaf.
    package var leaf: [UInt8]
    /// Accepting is idempotent by this key: SHA-256 over sender, kind, recipients and the bytes' SHA-256.
    package var idempotencyKey: Digest256
    /// Whether another acceptance of the same sender, kind document, action new and DocumentId is a conflict.
    package var refusesDocumentIDConflict: Bool
    /// What a matched status package does to the delivery it is about; applied in the same transaction.
    package var effects: [DeliveryChange]

    /// Makes an acceptance.
    package init(
        envelope: EnvelopeRecord,
        payload: NewPayload,
        deliveries: [Delivery],
        leaf: [UInt8],
        idempotencyKey: Digest256,
        refusesDocumentIDConflict: Bool,
        effects: [DeliveryChange] = []
    ) {
        self.envelope = envelope
        self.payload = payload
        self.deliveries = deliveries
        self.leaf = leaf
        self.idempotencyKey = idempotencyKey
        self.refusesDocumentIDConflict = refusesDocumentIDConflict
        self.effects = effects
    }
}

/// What became of an acceptance.
package enum AcceptanceOutcome: Sendable {
    /// Stored, flushed and sealed now.
    case accepted(SealedAcceptance)
    /// It was accepted before under the same key; nothing was written.
    case existing(SealedAcceptance)
    /// The same sender used this DocumentId before under another key; nothing was written.
    case conflict(with: EnvelopeID)
}

/// An acceptance with its evidence: all that a receipt is made of.
package struct SealedAcceptance: Sendable {
    /// The envelope.
    package var envelope: EnvelopeRecord
    /// Its deliveries, as they stand now.
    package var deliveries: [Delivery]
    /// The evidence.
    package var evidence: LeafEvidence

    /// Makes a sealed acceptance.
    package init(envelope: EnvelopeRecord, deliveries: [Delivery], evidence: LeafEvidence) {
        self.envelope = envelope
        self.deliveries = deliveries
        self.evidence = evidence
    }
}

/// A leaf's place in the log and the checkpoint over it; the same for ever.
package struct LeafEvidence: Hashable, Sendable {
    /// The canonical bytes.
    package var leaf: [UInt8]
    /// The place in the log, from 0.
    package var index: Int64
    /// The inclusion proof in the checkpoint's tree.
    package var proof: [Digest256]
    /// The checkpoint's text.
    package var checkpoint: String
    /// Detached CMS over the checkpoint, DER.
    package var signature: [UInt8]

    /// Makes a leaf's evidence.
    package init(leaf: [UInt8], index: Int64, proof: [Digest256], checkpoint: String, signature: [UInt8]) {
        self.leaf = leaf
        self.index = index
        self.proof = proof
        self.checkpoint = checkpoint
        self.signature = signature
    }
}
