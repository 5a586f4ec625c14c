// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
public import AxisModel
import AxisSignature

/// Checks receipts without the broker and without a network.
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
        /// The steps.
        public var steps: [Step]
        /// The code of the step that does not hold; nil when all do.
        public var fault: String?
        /// The receipt, when all steps hold.
        public var receipt: Receipt?

        /// Whether the receipt is proof.
        public var isProof: Bool { fault == nil }
    }

    private let trust: TrustList
    private let sealers: [Certificate]?

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

    /// Checks a receipt's file.
    ///
    /// - Parameters:
    ///   - json: the file's bytes.
    ///   - envelope: the envelope's bytes, to be compared with those accepted.
    public func verify(_ json: [UInt8], envelope: [UInt8]? = nil) -> Findings {
        do throws(EvidenceFault) {
            let verified = try ReceiptVerifier.verify(
                json: json,
                trust: trust,
                envelopeBytes: envelope,
                sealers: sealers
            )
            return Findings(
                steps: Self.steps(of: verified, isPinned: sealers != nil),
                fault: nil,
                receipt: verified.receipt
            )
        } catch {
            let place = Self.order.firstIndex { $0.contains(error.code) } ?? 0
            let held = zip(Self.order, Self.plainSentences).prefix(place)
                .filter { envelope != nil || !$0.0.contains(.envelopeMismatch) }
                .map { Step(sentence: $0.1, holds: true) }
            return Findings(
                steps: held + [Step(sentence: error.english, holds: false)],
                fault: error.code.rawValue,
                receipt: nil
            )
        }
    }

    /// The faults of each step, in the order in which the verifier goes.
    private static let order: [Set<EvidenceFault.Code>] = [
        [.receiptUnreadable, .receiptVersion], [.leafUnreadable, .leafMismatch], [.envelopeMismatch],
        [.checkpointUnreadable, .indexOutOfRange, .proofInvalid], [.sealForm, .sealInvalid],
        [.sealUntrusted, .sealExpired, .sealRevoked],
    ]

    private static let plainSentences = [
        "The file is a receipt of Axis.",
        "What the receipt says of sender, recipients, time and bytes is what was sealed.",
        "The envelope at hand is the one that was accepted.",
        "The sealed record is in the log that the checkpoint is about.",
        "The seal fits the checkpoint.",
    ]

    private static func steps(of verified: VerifiedReceipt, isPinned: Bool) -> [Step] {
        let receipt = verified.receipt
        let recipients = receipt.recipients.map(\.code).joined(separator: ", ")
        var sentences = [
            plainSentences[0],
            """
            \(plainSentences[1].dropLast()): envelope \(receipt.envelopeId) from \(receipt.sender) to \(recipients), \
            accepted \(receipt.acceptedAt), \(receipt.size) bytes, SHA-256 \(receipt.sha256).
            """,
        ]
        if verified.coversEnvelope { sentences.append(plainSentences[2]) }
        sentences += [
            """
            The sealed record is number \(receipt.leafIndex) in the log of \(verified.checkpoint.size) that the \
            checkpoint is about.
            """,
            "\(plainSentences[4].dropLast()), and was made with the certificate of \(verified.sealingCertificate.subject).",
            isPinned
                ? "The sealing certificate is Axis's, leads to an authority that you trust, and was in force when it sealed."
                : """
                The sealing certificate leads to an authority that you trust, and was in force when it sealed. That it is \
                Axis's was not compared: its SHA-256 is \(verified.sealingCertificate.fingerprintText).
                """,
        ]
        return sentences.map { Step(sentence: $0, holds: true) }
    }
}
