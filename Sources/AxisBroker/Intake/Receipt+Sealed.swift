// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisModel
import AxisStore

extension Receipt {
    /// The receipt of a sealed acceptance: the same for ever, however the deliveries stand later.
    init(_ sealed: SealedAcceptance) {
        let envelope = sealed.envelope
        self.init(
            envelopeId: envelope.id,
            kind: envelope.kind,
            acceptedAt: envelope.acceptedAt,
            sender: envelope.senderCode,
            senderAuth: envelope.senderAuth,
            signature: envelope.signature,
            legalValue: envelope.legalValue,
            documentId: envelope.documentID,
            sha256: envelope.sha256,
            size: envelope.size,
            registryVersion: envelope.registryVersion,
            recipients: sealed.deliveries.map {
                Recipient(code: $0.recipientCode, unit: $0.acceptedFor, deliveryId: $0.id)
            },
            refused: envelope.refused,
            warnings: envelope.warnings,
            leaf: Base64.encode(sealed.evidence.leaf),
            leafIndex: sealed.evidence.index,
            inclusionProof: sealed.evidence.proof,
            checkpoint: sealed.evidence.checkpoint,
            checkpointSignature: Base64.encode(sealed.evidence.signature)
        )
    }
}
