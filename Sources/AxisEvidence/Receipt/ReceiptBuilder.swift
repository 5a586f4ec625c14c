// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel

/// Makes receipts whose readable fields can't differ from the leaf that was sealed.
package struct ReceiptBuilder: Sendable {
    private let leaf: LeafContent
    private let leafBytes: [UInt8]
    private let sealed: AppendedLeaf
    private let checkpoint: SealedCheckpoint

    /// Takes what was sealed.
    ///
    /// - Parameters:
    ///   - leaf: the content, and `leafBytes` its canonical bytes as they went into the log.
    ///   - sealed: the leaf's place in its group.
    ///   - checkpoint: the signed checkpoint of that same group.
    package init(leaf: LeafContent, leafBytes: [UInt8], sealed: AppendedLeaf, checkpoint: SealedCheckpoint) {
        self.leaf = leaf
        self.leafBytes = leafBytes
        self.sealed = sealed
        self.checkpoint = checkpoint
    }

    /// The receipt.
    ///
    /// - Parameters:
    ///   - deliveries: one for each of the leaf's recipients, in their order.
    ///   - refused: the recipients not accepted, with `Axis-Partial: allow`.
    package func receipt(
        deliveries: [DeliveryID],
        signature: SignatureStanding,
        legalValue: LegalValue,
        documentID: String?,
        refused: [RecipientRefusal] = [],
        warnings: [EnvelopeWarning] = []
    ) -> Receipt {
        precondition(deliveries.count == leaf.recipients.count, "Each recipient in the leaf has one delivery.")
        return Receipt(
            envelopeId: leaf.envelope,
            kind: leaf.kind,
            acceptedAt: leaf.receivedAt,
            sender: leaf.senderCode,
            senderAuth: leaf.senderAuth,
            signature: signature,
            legalValue: legalValue,
            documentId: documentID,
            sha256: leaf.sha256,
            size: leaf.size,
            registryVersion: leaf.registryVersion,
            recipients: zip(leaf.recipients, deliveries).map { recipient, delivery in
                Receipt.Recipient(code: recipient.code, unit: recipient.unit, deliveryId: delivery)
            },
            refused: refused,
            warnings: warnings,
            leaf: Base64.encode(leafBytes),
            leafIndex: sealed.index,
            inclusionProof: sealed.proof,
            checkpoint: checkpoint.checkpoint.text,
            checkpointSignature: Base64.encode(checkpoint.signature)
        )
    }
}
