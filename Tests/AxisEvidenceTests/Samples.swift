// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import AxisEvidence
import AxisModel
import AxisSignature
import AxisTestSupport

/// Leaves, receipts and a sealing authority for tests; all names are made up.
enum Samples {
    static let moment = Timestamp("2025-07-01T08:00:00.123+07:00")!
    static let validity = moment.seconds - 86_400...moment.seconds + 86_400

    static func leaf(_ number: UInt64 = 1, recipients: Int = 2) -> LeafContent {
        var generator = SeededGenerator(seed: number)
        return LeafContent(
            envelope: EnvelopeID(at: moment, using: &generator),
            sender: UnitID(at: moment, using: &generator),
            senderCode: "000.00.00.G22",
            senderAuth: .mtls,
            senderCredential: MerkleHash.leaf([1]).description,
            signer: MerkleHash.leaf([2]),
            recipients: (0..<recipients).map {
                LeafContent.Recipient(code: "H24.T\($0)", unit: UnitID(at: moment, using: &generator))
            },
            sha256: Digest256(bytes: SHA256.hash(envelope))!,
            size: envelope.count,
            kind: .document,
            receivedAt: moment,
            registryVersion: 42
        )
    }

    static let envelope = Array("<edXML/>".utf8)

    static func authority(_ name: String = "Test sealing root") throws -> CertificateAuthority {
        try CertificateAuthority.makeRoot(subject: DistinguishedName(commonName: name), validity: validity)
    }

    static func signer(_ authority: CertificateAuthority) throws -> CheckpointSigner {
        CheckpointSigner(
            identity: try authority.issueIdentity(
                CertificateProfile(subject: DistinguishedName(commonName: "Test seal"), validity: validity)
            )
        )
    }

    /// A group of five acceptances after 300 others, and the receipt of its third.
    static func receipt(_ signer: CheckpointSigner) throws -> Receipt {
        var appender = LogAppender()
        _ = appender.append((0..<300).map { Array("earlier \($0)".utf8) })
        let contents = (1...5).map { leaf($0) }
        let bytes = try contents.map { try $0.canonicalBytes() }
        let group = appender.append(bytes)
        let checkpoint = try Checkpoint(origin: "axis.test/log", of: group, time: moment + .milliseconds(20))
        var generator = SeededGenerator(seed: 99)
        let third = contents[2]
        return Receipt(
            envelopeId: third.envelope,
            kind: third.kind,
            acceptedAt: third.receivedAt,
            sender: third.senderCode,
            senderAuth: third.senderAuth,
            signature: .valid,
            legalValue: .signed,
            documentId: "G22.2025.7816",
            sha256: third.sha256,
            size: third.size,
            registryVersion: third.registryVersion,
            recipients: third.recipients.map {
                .init(code: $0.code, unit: $0.unit, deliveryId: DeliveryID(at: moment, using: &generator))
            },
            refused: [],
            warnings: [],
            leaf: Base64.encode(bytes[2]),
            leafIndex: group.leaves[2].index,
            inclusionProof: group.leaves[2].proof,
            checkpoint: checkpoint.text,
            checkpointSignature: Base64.encode(try signer.seal(checkpoint).signature)
        )
    }
}
