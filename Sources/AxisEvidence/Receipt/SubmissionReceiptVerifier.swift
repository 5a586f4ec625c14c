// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisSignature

/// What a list's receipt proves once every step from the leaf to the anchor has held.
package struct VerifiedSubmission: Sendable {
    /// The receipt; all its fields agree with the leaf.
    package let receipt: SubmissionReceipt
    /// What was sealed.
    package let leaf: SubmissionLeaf
    /// The checkpoint it was sealed under.
    package let checkpoint: Checkpoint
    /// The certificate that sealed.
    package let sealingCertificate: Certificate
}

extension ReceiptVerifier {
    /// Verifies the JSON of a list's receipt, see ``verify(_:trust:at:listBytes:sealers:)``.
    package static func verify(
        submission json: [UInt8],
        trust: TrustList,
        at moment: Timestamp? = nil,
        listBytes: [UInt8]? = nil,
        sealers: [Certificate]? = nil
    ) throws(EvidenceFault) -> VerifiedSubmission {
        guard json.count <= largest,
            let receipt = ReceiptForm.read(SubmissionReceipt.self, from: json)
        else {
            throw EvidenceFault(
                .receiptUnreadable,
                english: "The file is not Axis's receipt of a list, names something twice, or is larger than 8 MiB.",
                vietnamese: "Tệp không phải là biên nhận danh sách của Axis, có mục ghi hai lần, hoặc lớn hơn 8 MiB."
            )
        }
        return try verify(receipt, trust: trust, at: moment, listBytes: listBytes, sealers: sealers)
    }

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
        guard receipt.submissionId != nil else {
            throw EvidenceFault(
                .receiptUnreadable,
                field: "submissionId",
                english: "The file is the answer of a dry run: nothing was handed in, and nothing is proven.",
                vietnamese: "Tệp là kết quả kiểm tra thử: chưa nộp danh sách nên không chứng minh điều gì."
            )
        }
        guard let text = receipt.leaf, let leafBytes = Base64.decode(text, as: .exact), let index = receipt.leafIndex,
            let proof = receipt.inclusionProof, let checkpoint = receipt.checkpoint,
            let signature = receipt.checkpointSignature
        else { throw .unreadableLeaf("leaf") }
        let leaf = try SubmissionLeaf(canonicalBytes: leafBytes)
        try SubmissionComparison(receipt: receipt, leaf: leaf).check()
        if let listBytes {
            guard listBytes.count == leaf.size, SHA256.digest(of: listBytes) == leaf.sha256 else {
                throw EvidenceFault(
                    .listMismatch,
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
        return VerifiedSubmission(receipt: receipt, leaf: leaf, checkpoint: sealed, sealingCertificate: sealer)
    }
}
