// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

package import AxisModel
package import AxisSignature

/// What a snapshot of all codes proves once every step from the leaf to the anchor has held.
package struct VerifiedSnapshot: Sendable {
    /// What was sealed.
    package let leaf: SnapshotLeaf
    /// The leaf's place in the log.
    package let index: Int64
    /// The checkpoint it was sealed under.
    package let checkpoint: Checkpoint
    /// The certificate that sealed.
    package let sealingCertificate: Certificate
}

extension ReceiptVerifier {
    /// Verifies a snapshot as Axis answered it, byte for byte.
    ///
    /// - Throws: the first step that doesn't hold.
    package static func verify(
        snapshot bytes: [UInt8],
        trust: TrustList,
        at moment: Timestamp? = nil,
        sealers: [Certificate]? = nil
    ) throws(EvidenceFault) -> VerifiedSnapshot {
        guard let file = CodeSnapshotFile(bytes),
            let evidence = ReceiptForm.read(SnapshotEvidence.self, from: file.evidence)
        else {
            throw EvidenceFault(
                .receiptUnreadable,
                english: "The file is not a snapshot of codes as Axis answered it, byte for byte.",
                vietnamese: "Tệp không phải là bản chụp danh mục mã đúng từng byte như Trục đã trả."
            )
        }
        guard let leafBytes = Base64.decode(evidence.leaf, as: .exact) else { throw .unreadableLeaf("leaf") }
        let leaf = try SnapshotLeaf(canonicalBytes: leafBytes)
        let ending = Array(",\"version\":\(leaf.version)}".utf8)
        guard file.content.count == leaf.size, SHA256.digest(of: file.content) == leaf.sha256,
            file.content.suffix(ending.count).elementsEqual(ending)
        else {
            throw EvidenceFault(
                .snapshotMismatch,
                field: "sha256",
                english: "The codes in the file are not those that were published: size, SHA-256 or version differs.",
                vietnamese: "Danh mục mã trong tệp khác bản đã công bố: kích thước, SHA-256 hoặc phiên bản khác."
            )
        }
        let (checkpoint, sealer) = try check(
            SealedLeaf(
                bytes: leafBytes,
                index: evidence.leafIndex,
                proof: evidence.inclusionProof,
                checkpoint: evidence.checkpoint,
                signature: evidence.checkpointSignature
            ),
            trust: trust,
            at: moment,
            sealers: sealers
        )
        return VerifiedSnapshot(
            leaf: leaf,
            index: evidence.leafIndex,
            checkpoint: checkpoint,
            sealingCertificate: sealer
        )
    }
}
