// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel

/// The receipt of a document.
extension ReceiptCheck {
    func verifyDocument(_ json: [UInt8], _ envelope: [UInt8]?) -> Findings {
        do throws(EvidenceFault) {
            let verified = try ReceiptVerifier.verify(
                json: json,
                trust: trust,
                envelopeBytes: envelope,
                sealers: sealers
            )
            let receipt = verified.receipt
            let recipients = receipt.recipients.map(\.code).joined(separator: ", ")
            var sentences = [
                Self.documentSteps[0].sentence,
                """
                \(Self.documentSteps[1].sentence.dropLast()): envelope \(receipt.envelopeId) from \(receipt.sender) to \
                \(recipients), accepted \(receipt.acceptedAt), \(receipt.size) bytes, SHA-256 \(receipt.sha256); the \
                signature inside was \(verified.leaf.signer == nil ? "not found good" : "found good").
                """,
                """
                Not sealed, so not proven: the DocumentId (it stands in the envelope), delivery ids, refused recipients \
                and warnings.
                """,
            ]
            if verified.coversEnvelope { sentences.append(Self.documentSteps[2].sentence) }
            sentences += logSentences(index: receipt.leafIndex, verified.checkpoint, verified.sealingCertificate)
            return Findings(
                kind: .document,
                steps: sentences.map { Step(sentence: $0, holds: true) },
                receipt: receipt
            )
        } catch {
            let steps =
                envelope == nil
                ? Self.documentSteps.filter { !$0.faults.contains(.envelopeMismatch) } : Self.documentSteps
            return findings(.document, error, steps + Self.logSteps)
        }
    }

    private static let documentSteps: [(sentence: String, faults: Set<EvidenceFault.Code>)] = [
        ("The file is a receipt of Axis.", [.receiptUnreadable, .receiptVersion]),
        (
            "What the receipt says of sender, recipients, time and bytes is what was sealed.",
            [.leafUnreadable, .leafMismatch]
        ),
        ("The envelope at hand is the one that was accepted.", [.envelopeMismatch]),
    ]
}
