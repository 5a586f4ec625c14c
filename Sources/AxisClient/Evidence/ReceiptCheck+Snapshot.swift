// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
public import AxisModel

/// What a snapshot of all codes proves: that Axis published exactly these, and when.
public struct SnapshotFacts: Hashable, Sendable, Codable {
    /// The version of the last change in it.
    public var version: Int64
    /// How many units it has.
    public var units: Int
    /// SHA-256 of its content.
    public var sha256: Digest256
    /// When it was first published.
    public var publishedAt: Timestamp
    /// Its leaf's place in the evidence log, from 0.
    public var leafIndex: Int64
}

extension ReceiptCheck {
    func verifySnapshot(_ bytes: [UInt8]) -> Findings {
        do throws(EvidenceFault) {
            let verified = try ReceiptVerifier.verify(snapshot: bytes, trust: trust, sealers: sealers)
            let leaf = verified.leaf
            let sentences = [
                Self.snapshotSteps[0].sentence, Self.snapshotSteps[1].sentence,
                """
                \(Self.snapshotSteps[2].sentence.dropLast()): \(leaf.units) units at version \(leaf.version), first \
                published \(leaf.publishedAt), SHA-256 \(leaf.sha256).
                """,
            ]
            let log = logSentences(index: verified.index, verified.checkpoint, verified.sealingCertificate)
            return Findings(
                kind: .snapshot,
                steps: (sentences + log).map { Step(sentence: $0, holds: true) },
                snapshot: SnapshotFacts(
                    version: leaf.version,
                    units: leaf.units,
                    sha256: leaf.sha256,
                    publishedAt: leaf.publishedAt,
                    leafIndex: verified.index
                )
            )
        } catch {
            return findings(.snapshot, error, Self.snapshotSteps + Self.logSteps)
        }
    }

    private static let snapshotSteps: [(sentence: String, faults: Set<EvidenceFault.Code>)] = [
        ("The file is a snapshot of all codes as Axis answered it.", [.receiptUnreadable]),
        ("Its leaf is in Axis's form.", [.leafUnreadable]),
        ("The codes in the file are those that were published.", [.snapshotMismatch]),
    ]
}
