// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisSignature

/// What a list's receipt proves once every step from the leaf to the anchor has held.
package struct VerifiedSubmission: Sendable {
    /// What was sealed.
    package let leaf: SubmissionLeaf
    /// The checkpoint it was sealed under.
    package let checkpoint: Checkpoint
    /// The certificate that sealed.
    package let sealingCertificate: Certificate
}

extension ReceiptVerifier {
    /// Verifies the receipt of a list, see ``verify(_:trust:at:envelopeBytes:sealers:)-(Receipt,_,_,_,_)``.
    ///
    /// - Parameter listBytes: the file, when it is to be compared too.
    package static func verify(
        _ receipt: SubmissionReceipt,
        trust: TrustList,
        at moment: Timestamp? = nil,
        listBytes: [UInt8]? = nil,
        sealers: [Certificate]? = nil
    ) throws(EvidenceFault) -> VerifiedSubmission {
        guard let text = receipt.leaf, let leafBytes = Base64.decode(text, as: .exact), let index = receipt.leafIndex,
            let proof = receipt.inclusionProof, let checkpoint = receipt.checkpoint,
            let signature = receipt.checkpointSignature
        else { throw .unreadableLeaf("leaf") }
        let leaf = try SubmissionLeaf(canonicalBytes: leafBytes)
        guard leaf.submission == receipt.submissionId, leaf.campaign == receipt.campaign,
            leaf.provinceCode == receipt.unit, leaf.version == receipt.version, leaf.sha256 == receipt.sha256,
            leaf.count == receipt.count, leaf.receivedAt == receipt.receivedAt, leaf.deadline == receipt.deadline,
            leaf.lateBySeconds == receipt.lateBySeconds
        else {
            throw EvidenceFault(
                .leafMismatch,
                field: "leaf",
                english: "The receipt says something else than the leaf that was sealed.",
                vietnamese: "Nội dung biên nhận khác với lá đã được niêm phong."
            )
        }
        if let listBytes {
            guard listBytes.count == leaf.size, SHA256.digest(of: listBytes) == leaf.sha256 else {
                throw EvidenceFault(
                    .envelopeMismatch,
                    field: "sha256",
                    english: "The list at hand is not the one that was handed in: its size or SHA-256 differs.",
                    vietnamese: "Danh sách đưa vào không phải danh sách đã nộp: kích thước hoặc SHA-256 khác."
                )
            }
        }
        let (sealed, sealer) = try check(
            SealedLeaf(bytes: leafBytes, index: index, proof: proof, checkpoint: checkpoint, signature: signature),
            trust: trust,
            at: moment,
            sealers: sealers
        )
        return VerifiedSubmission(leaf: leaf, checkpoint: sealed, sealingCertificate: sealer)
    }
}
