// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel

/// The receipt of a list that a province handed in.
extension ReceiptCheck {
    func verifyList(_ json: [UInt8], _ list: [UInt8]?) -> Findings {
        do throws(EvidenceFault) {
            let verified = try ReceiptVerifier.verify(
                submission: json,
                trust: trust,
                listBytes: list,
                sealers: sealers
            )
            let receipt = verified.receipt
            let leaf = verified.leaf
            var sentences = [
                Self.listSteps[0].sentence,
                """
                \(Self.listSteps[1].sentence.dropLast()): version \(leaf.version) of the list of \(leaf.provinceCode) for \
                \(leaf.campaign), \(leaf.count) units, received \(leaf.receivedAt), deadline \(leaf.deadline): \
                \(receipt.timeliness); \(leaf.size) bytes, SHA-256 \(leaf.sha256).
                """,
            ]
            if leaf.readAt != leaf.receivedAt {
                sentences.append("Axis counts an arrival that it lost; these bytes were read at \(leaf.readAt).")
            }
            if let word = Self.clockSentence(receipt) { sentences.append(word) }
            if leaf.details == nil {
                sentences.append(
                    "Not sealed, so not proven: how many units the province has, the file's format and the warnings."
                )
            }
            if list != nil { sentences.append(Self.listSteps[2].sentence) }
            sentences += logSentences(index: receipt.leafIndex ?? 0, verified.checkpoint, verified.sealingCertificate)
            return Findings(
                kind: .list,
                steps: sentences.map { Step(sentence: $0, holds: true) },
                submission: receipt
            )
        } catch {
            let steps = list == nil ? Self.listSteps.filter { !$0.faults.contains(.listMismatch) } : Self.listSteps
            return findings(.list, error, steps + Self.logSteps)
        }
    }

    /// What the receipt says against its own time.
    private static func clockSentence(_ receipt: SubmissionReceipt) -> String? {
        if let offset = receipt.clockOffsetMilliseconds {
            return "Axis stated that its clock may have been off by up to \(offset) ms either way."
        }
        guard receipt.clockUnsynchronised == true else { return nil }
        return "Axis stated that its clock was not known to be synchronised."
    }

    private static let listSteps: [(sentence: String, faults: Set<EvidenceFault.Code>)] = [
        ("The file is Axis's receipt of a list.", [.receiptUnreadable, .receiptVersion]),
        (
            "What the receipt says of province, campaign, count, time and deadline is what was sealed.",
            [.leafUnreadable, .leafMismatch]
        ),
        ("The list at hand is the one that was handed in.", [.listMismatch]),
    ]
}
