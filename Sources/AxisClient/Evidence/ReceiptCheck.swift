// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
public import AxisModel
import AxisSignature

/// Checks receipts of documents and lists, and snapshots of codes, without the broker and without a network.
public struct ReceiptCheck: Sendable {
    /// One step of a check.
    public struct Step: Hashable, Sendable, Codable {
        /// What was looked at and found, in a sentence.
        public var sentence: String
        /// Whether it holds.
        public var holds: Bool
    }

    /// What a check found: the steps in order, up to the first that does not hold.
    public struct Findings: Hashable, Sendable, Codable {
        /// What the file is, or was taken for.
        public var kind: ProofKind
        /// The steps.
        public var steps: [Step]
        /// The code of the step that does not hold; nil when all do.
        public var fault: String?
        /// The receipt of a document, when all steps hold.
        public var receipt: Receipt?
        /// The receipt of a list, when all steps hold.
        public var submission: SubmissionReceipt?
        /// What a snapshot of codes proves, when all steps hold.
        public var snapshot: SnapshotFacts?

        /// Whether the receipt is proof.
        public var isProof: Bool { fault == nil }
    }

    let trust: TrustList
    let sealers: [Certificate]?

    /// Reads the authorities that may vouch for Axis's seal, with their revocation lists if there are any.
    ///
    /// - Parameters:
    ///   - path: a PEM or DER file, or a directory of such files.
    ///   - sealers: a PEM or DER file of the certificates that Axis seals or has sealed with. Without it, anybody whom
    ///     the authorities certify might have sealed, so they must be authorities for Axis's seal alone.
    public init(authorities path: String, sealers: String? = nil) throws(ClientError) {
        do throws(SignatureError) {
            trust = try TrustList.load(path, use: .sealing)
            if let sealers { self.sealers = try Certificate.load(file: sealers) } else { self.sealers = nil }
        } catch {
            throw ClientError(error)
        }
    }

    /// Checks a file: a receipt, or a snapshot, told apart by what is in it.
    ///
    /// - Parameters:
    ///   - bytes: the file's bytes.
    ///   - envelope: the envelope's bytes, to be compared with those that a document's receipt is about.
    ///   - list: the list's bytes, to be compared with those that a list's receipt is about.
    public func verify(_ bytes: [UInt8], envelope: [UInt8]? = nil, list: [UInt8]? = nil) -> Findings {
        switch ProofKind(of: bytes) {
        case .document: verifyDocument(bytes, envelope)
        case .list: verifyList(bytes, list)
        case .snapshot: verifySnapshot(bytes)
        }
    }

    /// The steps up to the one at which a verifier stopped.
    ///
    /// - Parameters:
    ///   - sentences: each step's sentence and its faults, in the order in which the verifier goes.
    func findings(
        _ kind: ProofKind,
        _ error: EvidenceFault,
        _ sentences: [(sentence: String, faults: Set<EvidenceFault.Code>)]
    ) -> Findings {
        let place = sentences.firstIndex { $0.faults.contains(error.code) } ?? 0
        let held = sentences.prefix(place).map { Step(sentence: $0.sentence, holds: true) }
        return Findings(
            kind: kind,
            steps: held + [Step(sentence: error.english, holds: false)],
            fault: error.code.rawValue
        )
    }

    /// The steps of the log and the seal, which all proofs end with.
    static let logSteps: [(sentence: String, faults: Set<EvidenceFault.Code>)] = [
        (
            "The sealed record is in the log that the checkpoint is about.",
            [.checkpointUnreadable, .indexOutOfRange, .proofInvalid]
        ),
        ("The seal fits the checkpoint.", [.sealForm, .sealInvalid]),
        ("The sealing certificate is trusted.", [.sealUntrusted, .sealExpired, .sealRevoked]),
    ]

    /// The same with what was found.
    func logSentences(index: Int64, _ checkpoint: Checkpoint, _ sealer: Certificate) -> [String] {
        [
            """
            The sealed record is number \(index) in the log of \(checkpoint.size) that the checkpoint of \
            \(checkpoint.time) is about.
            """,
            "The seal fits the checkpoint, and was made with the certificate of \(sealer.subject).",
            sealers != nil
                ? "The sealing certificate is Axis's, leads to an authority that you trust, and was in force when it sealed."
                : """
                The sealing certificate leads to an authority that you trust, and was in force when it sealed. That it is \
                Axis's was not compared: its SHA-256 is \(sealer.fingerprintText).
                """,
        ]
    }
}
