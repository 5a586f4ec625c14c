// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisSignature

/// What a receipt proves once every step from the leaf to the anchor has held.
package struct VerifiedReceipt: Sendable {
    /// The receipt; its fields that the leaf states too agree with it.
    package let receipt: Receipt
    /// What was sealed.
    package let leaf: LeafContent
    /// The checkpoint it was sealed under.
    package let checkpoint: Checkpoint
    /// The certificate that sealed.
    package let sealingCertificate: Certificate
    /// Whether the envelope's bytes were at hand and are the ones accepted.
    package let coversEnvelope: Bool
}

/// Checks receipts without the broker: leaf, proof, root, checkpoint, signature, chain.
package enum ReceiptVerifier {
    /// The most bytes that are read as a receipt: one with 5,000 recipients has a sixth of it.
    package static let largest = 8 << 20

    /// Verifies a receipt's JSON, see ``verify(_:trust:at:envelopeBytes:sealers:)-(Receipt,_,_,_,_)``.
    package static func verify(
        json: [UInt8],
        trust: TrustList,
        at moment: Timestamp? = nil,
        envelopeBytes: [UInt8]? = nil,
        sealers: [Certificate]? = nil
    ) throws(EvidenceFault) -> VerifiedReceipt {
        guard json.count <= largest, let receipt = ReceiptForm.read(Receipt.self, from: json) else {
            throw EvidenceFault(
                .receiptUnreadable,
                english: "The file is not a receipt of Axis, names something twice, or is larger than 8 MiB.",
                vietnamese: "Tệp không phải là biên nhận của Axis, có mục ghi hai lần, hoặc lớn hơn 8 MiB."
            )
        }
        return try verify(receipt, trust: trust, at: moment, envelopeBytes: envelopeBytes, sealers: sealers)
    }

    /// Verifies a receipt.
    ///
    /// - Parameters:
    ///   - receipt: the receipt.
    ///   - trust: the anchors for sealing.
    ///   - moment: when the sealing certificate must have been in force; the checkpoint's own time when nil, which is
    ///     what a receipt kept for years needs.
    ///   - envelopeBytes: the envelope's bytes, when they are to be compared too.
    ///   - sealers: the sealing certificates that Axis has or had. Without them, whoever is certified by an anchor may
    ///     have sealed, so the anchors must be for Axis's seal alone.
    /// - Throws: the first step that doesn't hold.
    package static func verify(
        _ receipt: Receipt,
        trust: TrustList,
        at moment: Timestamp? = nil,
        envelopeBytes: [UInt8]? = nil,
        sealers: [Certificate]? = nil
    ) throws(EvidenceFault) -> VerifiedReceipt {
        guard receipt.version == 1 else {
            throw EvidenceFault(
                .receiptVersion,
                field: "version",
                english: "The receipt's version is not 1; a newer verifier is needed.",
                vietnamese: "Phiên bản biên nhận không phải là 1; cần công cụ kiểm tra mới hơn."
            )
        }
        guard let leafBytes = Base64.decode(receipt.leaf, as: .exact) else {
            throw EvidenceFault(
                .leafUnreadable,
                field: "leaf",
                english: "The leaf is not Base64.",
                vietnamese: "Lá không phải là Base64."
            )
        }
        let leaf = try LeafContent(canonicalBytes: leafBytes)
        try ReceiptComparison(receipt: receipt, leaf: leaf).check()
        if let envelopeBytes { try check(envelopeBytes, against: leaf) }
        let (checkpoint, sealer) = try check(
            SealedLeaf(
                bytes: leafBytes,
                index: receipt.leafIndex,
                proof: receipt.inclusionProof,
                checkpoint: receipt.checkpoint,
                signature: receipt.checkpointSignature
            ),
            trust: trust,
            at: moment,
            sealers: sealers
        )
        return VerifiedReceipt(
            receipt: receipt,
            leaf: leaf,
            checkpoint: checkpoint,
            sealingCertificate: sealer,
            coversEnvelope: envelopeBytes != nil
        )
    }

    private static func check(_ bytes: [UInt8], against leaf: LeafContent) throws(EvidenceFault) {
        guard bytes.count == leaf.size, SHA256.digest(of: bytes) == leaf.sha256 else {
            throw EvidenceFault(
                .envelopeMismatch,
                field: "sha256",
                english: "The envelope at hand is not the one that was accepted: its size or SHA-256 differs.",
                vietnamese: "Gói văn bản đưa vào không phải gói đã được tiếp nhận: kích thước hoặc SHA-256 khác."
            )
        }
    }

    /// A leaf and what a receipt says of its place in the log.
    struct SealedLeaf {
        var bytes: [UInt8]
        var index: Int64
        var proof: [Digest256]
        var checkpoint: String
        var signature: String
    }

    /// Checks the way from a leaf to the anchor: proof, root, checkpoint, signature, chain.
    static func check(
        _ leaf: SealedLeaf,
        trust: TrustList,
        at moment: Timestamp?,
        sealers: [Certificate]?
    ) throws(EvidenceFault) -> (Checkpoint, Certificate) {
        let checkpoint = try Checkpoint(text: leaf.checkpoint)
        try checkInclusion(of: leaf, in: checkpoint)
        guard let signature = Base64.decode(leaf.signature, as: .exact) else {
            throw EvidenceFault(
                .sealForm,
                field: "checkpointSignature",
                english: "The checkpoint's signature is not Base64.",
                vietnamese: "Chữ ký của điểm kiểm không phải là Base64."
            )
        }
        let sealed = SealedCheckpoint(checkpoint: checkpoint, signature: signature)
        let sealer = try sealed.verify(trust: trust, at: moment)
        guard sealers?.contains(sealer) ?? true else {
            throw EvidenceFault(
                .sealUntrusted,
                field: "checkpointSignature",
                english: "The seal was made with the certificate of \(sealer.subject), which is none of Axis's.",
                vietnamese: "Niêm phong được tạo bằng chứng thư của \(sealer.subject), không phải của Trục."
            )
        }
        return (checkpoint, sealer)
    }

    private static func checkInclusion(of leaf: SealedLeaf, in checkpoint: Checkpoint) throws(EvidenceFault) {
        guard leaf.index >= 0, leaf.index < checkpoint.size else {
            throw EvidenceFault(
                .indexOutOfRange,
                field: "leafIndex",
                english: "The leaf's index lies outside the log that the checkpoint is about.",
                vietnamese: "Vị trí của lá nằm ngoài nhật ký mà điểm kiểm xác nhận."
            )
        }
        let isIncluded = InclusionProof.verify(
            leafHash: MerkleHash.leaf(leaf.bytes),
            index: leaf.index,
            size: checkpoint.size,
            proof: leaf.proof,
            root: checkpoint.root
        )
        guard isIncluded else {
            throw EvidenceFault(
                .proofInvalid,
                field: "inclusionProof",
                english: "The inclusion proof does not lead from the leaf to the checkpoint's root.",
                vietnamese: "Chứng minh bao hàm không dẫn từ lá đến gốc cây trong điểm kiểm."
            )
        }
    }
}
